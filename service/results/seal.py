"""Values that nobody can read, or forge, who has not the text they were computed from.

The key comes from the content, so that all replicas have it and Redis never does (convergent
encryption: Douceur et al., "Reclaiming space from duplicate files", ICDCS 2002): a SHAKE-256
stream under a fresh nonce, then a keyed BLAKE2b tag over nonce and ciphertext.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import zlib

import numpy as np

_NONCE = _TAG = 16
_FAST = 1  # zlib's level: JSON shrinks to a fourth, at some 100 MB/s


class Unreadable(Exception):
    """The value was not sealed with this key, or was changed since."""


def seal(key: bytes, plain: bytes) -> bytes:
    """Compressed and encrypted: nonce, tag, ciphertext."""
    nonce = secrets.token_bytes(_NONCE)
    hidden = _xor(key, nonce, zlib.compress(plain, _FAST))
    return nonce + _tag(key, nonce, hidden) + hidden


def unseal(key: bytes, sealed: bytes) -> bytes:
    """What was sealed. Raises `Unreadable`."""
    nonce, tag, hidden = sealed[:_NONCE], sealed[_NONCE : _NONCE + _TAG], sealed[_NONCE + _TAG :]
    if not hmac.compare_digest(tag, _tag(key, nonce, hidden)):
        raise Unreadable
    return zlib.decompress(_xor(key, nonce, hidden))


def _tag(key: bytes, nonce: bytes, hidden: bytes) -> bytes:
    return hashlib.blake2b(nonce + hidden, key=key, digest_size=_TAG, person=b"tag").digest()


def _xor(key: bytes, nonce: bytes, data: bytes) -> bytes:
    stream = hashlib.shake_256(b"stream" + key + nonce).digest(len(data))
    return (np.frombuffer(data, np.uint8) ^ np.frombuffer(stream, np.uint8)).tobytes()
