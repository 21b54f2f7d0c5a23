"""Authenticated encryption of cached values: reading or forging one needs the deployment's secret.

The key is derived from the content. The value is bound to its name, so that a value that was moved
to another name is rejected.
"""

from __future__ import annotations

import secrets
import zlib

from service.result_cache.cipher import cipher
from service.result_cache.key import CacheKey

_NONCE = 12
_FAST = 1  # zlib's level: JSON shrinks to 25 %, at about 100 MB/s
MOST_PLAIN = 64 * 1024 * 1024  # bytes of a result; that of an article has tens of KiB
_FORMAT = b"copydesk result 2\0"


class Unreadable(Exception):
    """The value was not sealed with this key under this name, or was changed since."""


def seal(key: CacheKey, plain: bytes) -> bytes:
    """Compress and encrypt a value. Returns the nonce, then the ciphertext with its tag."""
    nonce = secrets.token_bytes(_NONCE)
    return nonce + cipher(key.secret).encrypt(nonce, zlib.compress(plain, _FAST), _bound(key))


def unseal(key: CacheKey, sealed: bytes) -> bytes:
    """Decrypt a value of at most `MOST_PLAIN` bytes. Raises `Unreadable`."""
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
