"""The cipher of shared results: AES-256 in GCM-SIV mode (RFC 8452), from `cryptography`.

GCM-SIV stays safe if a nonce repeats. If the installed OpenSSL has no GCM-SIV, it is GCM, whose
random nonces are safe for four billion values of one key. Each content has its own key.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM, AESGCMSIV


def cipher(key: bytes) -> AESGCM | AESGCMSIV:
    """The cipher for a key of 32 bytes."""
    from cryptography.hazmat.primitives.ciphers import aead

    return (aead.AESGCMSIV if _has_siv() else aead.AESGCM)(key)


def algorithm() -> str:
    """The algorithm of this process. Replicas with different algorithms share no results."""
    return "AES-256-GCM-SIV" if _has_siv() else "AES-256-GCM"


@cache
def _has_siv() -> bool:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV

    try:
        AESGCMSIV(bytes(32))
    except UnsupportedAlgorithm:
        return False
    return True
