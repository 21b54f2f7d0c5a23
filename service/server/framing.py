"""Where the parts of requests end, so that never more than one request is parsed ahead.

llhttp parses all that it is given, and a read of 256 KiB may hold thousands of requests. So it is
given pieces that end where a request may: a head ends with its first blank line, a body of a
declared length after so many bytes, and a chunked one with a blank line, too.
"""

from __future__ import annotations

from enum import Enum, auto

_END = b"\r\n\r\n"
# A chunk may hold one byte, and each costs a call; a piece takes some milliseconds at most.
_CHUNKED_PIECE = 4096


class Part(Enum):
    """What the next bytes belong to."""

    BETWEEN = auto()
    HEAD = auto()
    COUNTED = auto()  # a body with a declared length
    CHUNKED = auto()


class Framing:
    """Follows one connection; told by the parser's callbacks where it is.

    Args:
        head_bytes: how long a head may be.
    """

    def __init__(self, head_bytes: int) -> None:
        self.part = Part.BETWEEN
        self.left = 0  # bytes of a counted body that are still to come
        # Bytes of a chunked body that are no content: extensions, trailers, tiny chunks.
        self.surplus = 0
        self._head_left = self._head_bytes = head_bytes
        self._tail = b""  # what was last seen, for a blank line that comes in two pieces

    def begin(self) -> None:
        """The first byte of a request."""
        self.part = Part.HEAD
        self._head_left = self._head_bytes
        self.left = self.surplus = 0

    def body(self, length: int | None) -> None:
        """The head has ended; the body has so many bytes, or is chunked."""
        self.part = Part.CHUNKED if length is None else Part.COUNTED
        self.left = length or 0
        self._tail = b""

    def end(self) -> None:
        """The last byte of a request."""
        self.part = Part.BETWEEN
        self._head_left = self._head_bytes
        self._tail = b""

    @property
    def in_body(self) -> bool:
        """Whether the head is complete and the body is not."""
        return self.part is Part.COUNTED or self.part is Part.CHUNKED

    @property
    def head_too_long(self) -> bool:
        """Whether the head has come to be longer than it may be, and has not ended."""
        return self._head_left < 0

    def skip(self, data: bytes, at: int) -> int:
        """Where what comes next begins: blank lines may stand before a request."""
        if self.part is Part.BETWEEN and data[at] in b"\r\n":
            return len(data) - len(data[at:].lstrip(b"\r\n"))
        return at

    def piece(self, data: bytes, at: int) -> int:
        """The end of the piece of `data` that the parser may have next."""
        if self.part is Part.COUNTED:
            return min(len(data), at + self.left)
        end = self._blank_line(data, at)
        return min(end, at + (_CHUNKED_PIECE if self.part is Part.CHUNKED else self._head_left + 1))

    def parsed(self, piece: bytes, before: Part, body: int, chunks: int) -> None:
        """After a piece, with what came of it.

        Args:
            before: what its first byte belonged to.
            body: bytes of the body in it.
            chunks: chunks of the body in it, at least.
        """
        if before is Part.COUNTED:
            self.left -= len(piece)
        elif self.part is Part.HEAD:
            self._head_left -= len(piece)
            self._keep(piece)
        elif self.part is Part.CHUNKED and before is Part.CHUNKED:
            # As Go's net/http has it: 16 bytes a chunk are no surplus, nor as much as is content.
            self.surplus = max(0, self.surplus + len(piece) - 3 * body - 16 * chunks)
            self._keep(piece)

    def _keep(self, piece: bytes) -> None:
        self._tail = b"" if piece.endswith(_END) else (self._tail + piece[-3:])[-3:]

    def _blank_line(self, data: bytes, at: int) -> int:
        """Where the next blank line ends, or the data."""
        if self._tail:
            found = (self._tail + data[at : at + 3]).find(_END)
            if found >= 0:
                return at + found + len(_END) - len(self._tail)
        found = data.find(_END, at)
        return len(data) if found < 0 else found + len(_END)
