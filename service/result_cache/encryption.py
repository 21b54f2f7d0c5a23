"""Values that nobody can read or forge who has not the deployment's secret.

The key is of the content, and the name is bound to the value: one that is moved to another name
is not read.
"""

from __future__ import annotations

import secrets
import zlib

from service.result_cache.cipher import cipher
from service.result_cache.key import CacheKey

_NONCE = 12
_FAST = 1  # zlib's level: JSON shrinks to a fourth, at some 100 MB/s
MOST_PLAIN = 64 * 1024 * 1024  # bytes of a result; an article's has some tens of KiB
_FORMAT = b"copydesk result 2\0"


class Unreadable(Exception):
    """The value was not sealed with this key under this name, or was changed since."""


def seal(key: CacheKey, plain: bytes) -> bytes:
    """Compressed and encrypted: nonce, then ciphertext with its tag."""
    nonce = secrets.token_bytes(_NONCE)
    return nonce + cipher(key.secret).encrypt(nonce, zlib.compress(plain, _FAST), _bound(key))


def unseal(key: CacheKey, sealed: bytes) -> bytes:
    """What was sealed, of `MOST_PLAIN` bytes at most. Raises `Unreadable`."""
    from cryptography.exceptions import InvalidTag

    nonce, hidden = sealed[:_NONCE], sealed[_NONCE:]
    try:
        packed = cipher(key.secret).decrypt(nonce, hidden, _bound(key))
    except (InvalidTag, ValueError) as error:
        raise Unreadable from error
    unpacking = zlib.decompressobj()
    try:
        plain = unpacking.decompress(packed, MOST_PLAIN + 1)
    except zlib.error as error:
        raise Unreadable from error
    if not unpacking.eof or unpacking.unused_data or len(plain) > MOST_PLAIN:
        raise Unreadable
    return plain


def _bound(key: CacheKey) -> bytes:
    return _FORMAT + key.name.encode()
