"""Compression of stored results, which reduces JSON with offsets to a quarter or less."""

from __future__ import annotations

import zlib

_FAST = 1  # zlib's level: about 100 MB/s
_JSON = b"{"  # no zlib stream begins with this byte


def pack(content: bytes) -> bytes:
    """Compress a JSON object."""
    return zlib.compress(content, _FAST)


def unpack(kept: bytes) -> bytes:
    """The JSON object. Older versions stored it without compression, which is also read."""
    return kept if kept.startswith(_JSON) else zlib.decompress(kept)
