"""A key and its hash."""

from __future__ import annotations

import hashlib

from service.keys.key import PREFIX, ApiKey, digest, new_secret


def test_a_new_key_has_a_prefix_and_256_random_bits() -> None:
    made = {new_secret() for _ in range(100)}
    assert len(made) == 100
    assert {len(secret) for secret in made} == {len(PREFIX) + 43}
    assert all(secret.startswith(PREFIX) for secret in made)


def test_what_is_kept_is_the_sha256() -> None:
    assert digest("first").hex() == hashlib.sha256(b"first").hexdigest()
    assert digest("caf\udce9") != digest("caf")  # what a header may hold must not raise


def test_a_key_does_not_hold_what_it_was_made_of() -> None:
    secret = new_secret()
    assert secret not in repr(ApiKey("a", digest(secret)))
