"""One API key, of which the service keeps only the hash."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

Scope = Literal["analyze", "jobs", "models", "metrics"]
SCOPES: tuple[Scope, ...] = get_args(Scope)
CALLER: tuple[Scope, ...] = ("analyze", "jobs", "models")  # what a key is made for by default

PREFIX = "copydesk_"  # by which scanners for secrets find a key where none should be
_RANDOM_BYTES = 32


@dataclass(frozen=True, slots=True)
class ApiKey:
    """One accepted key.

    Several keys may have the same name, as the old and the new key of a caller do during a
    rotation; they share a quota. `quota` is KiB of request bodies a minute, `expires` has a time
    zone.
    """

    name: str
    digest: bytes
    scopes: frozenset[Scope] = frozenset(SCOPES)
    quota: float | None = None
    expires: datetime | None = None


def new_secret() -> str:
    """A new key, of 256 random bits."""
    return PREFIX + secrets.token_urlsafe(_RANDOM_BYTES)


def digest(secret: str) -> bytes:
    """The SHA-256 of a key, which is all that is stored of it.

    A slow hash such as scrypt protects secrets that can be guessed. Nobody can guess 256 random
    bits, and a hash that takes 50 ms would let any caller without a key stop the service.
    """
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()
