"""Results as the stores keep them: packed, for JSON with offsets shrinks to a fourth and less."""

from __future__ import annotations

import zlib

_FAST = 1  # zlib's level: some 100 MB/s
_JSON = b"{"  # with which no zlib stream begins


def pack(content: bytes) -> bytes:
    """A JSON object, packed."""
    return zlib.compress(content, _FAST)


def unpack(kept: bytes) -> bytes:
    """The JSON object; one that an older version has kept as it is comes back as it is."""
    return kept if kept.startswith(_JSON) else zlib.decompress(kept)
