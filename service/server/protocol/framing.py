"""Where the parts of requests end, so that never more than one request is parsed ahead.

llhttp parses all that it is given, and a read of 256 KiB may hold thousands of requests. So it is
given pieces that end where a request may: a head ends with its first blank line, a body of a
declared length after so many bytes, and a chunked one with a blank line, too.
"""

from __future__ import annotations

_END = b"\r\n\r\n"
# A chunk may hold one byte, and each costs a call; a piece takes some milliseconds at most.
_CHUNKED_PIECE = 4096


# What the next bytes belong to; a COUNTED body has a declared length. No enum: each look at a
# member is a call in Python 3.11, and under overload every refusal would make dozens.
BETWEEN, HEAD, COUNTED, CHUNKED = range(4)


class Framing:
    """Follows one connection; told by the parser's callbacks where it is.

    Args:
        head_bytes: how long a head may be.
    """

    def __init__(self, head_bytes: int) -> None:
        self.part = BETWEEN
        self.left = 0  # bytes of a counted body that are still to come
        # Bytes of a chunked body that are no content: extensions, trailers, tiny chunks.
        self.surplus = 0
        self._head_left = self._head_bytes = head_bytes
        self._tail = b""  # what was last seen, for a blank line that comes in two pieces

    def begin(self) -> None:
        """The first byte of a request."""
        self.part = HEAD
        self._head_left = self._head_bytes
        self.left = self.surplus = 0

    def body(self, length: int | None) -> None:
        """The head has ended; the body has so many bytes, or is chunked."""
        self.part = CHUNKED if length is None else COUNTED
        self.left = length or 0
        self._tail = b""

    def end(self) -> None:
        """The last byte of a request."""
        self.part = BETWEEN
        self._head_left = self._head_bytes
        self._tail = b""

    @property
    def in_body(self) -> bool:
        """Whether the head is complete and the body is not."""
        return self.part >= COUNTED

    @property
    def head_too_long(self) -> bool:
        """Whether the head has come to be longer than it may be, and has not ended."""
        return self._head_left < 0

    def skip(self, data: bytes, at: int) -> int:
        """Where a request begins, before which blank lines may stand."""
        return len(data) - len(data[at:].lstrip(b"\r\n")) if data[at] in b"\r\n" else at

    def piece(self, data: bytes, at: int) -> int:
        """The end of the piece of `data` that the parser may have next."""
        if self.part == COUNTED:
            return min(len(data), at + self.left)
        most = at + (_CHUNKED_PIECE if self.part == CHUNKED else self._head_left + 1)
        found = self._tail_ends(data, at) if self._tail else 0
        if not found:
            found = data.find(_END, at) + len(_END)
            if found < len(_END):
                found = len(data)
        return min(found, most)

    def parsed(self, piece: bytes, before: int, body: int, chunks: int) -> None:
        """After a piece with which neither a head nor a request has ended.

        Args:
            before: what its first byte belonged to.
            body: bytes of the body in it.
            chunks: chunks of the body in it, at least.
        """
        if before == COUNTED:
            self.left -= len(piece)
        elif self.part == HEAD:
            self._head_left -= len(piece)
            self._keep(piece)
        elif self.part == CHUNKED and before == CHUNKED:
            # As Go's net/http has it: 16 bytes a chunk are no surplus, nor as much as is content.
            self.surplus = max(0, self.surplus + len(piece) - 3 * body - 16 * chunks)
            self._keep(piece)

    def _keep(self, piece: bytes) -> None:
        self._tail = b"" if piece.endswith(_END) else (self._tail + piece[-3:])[-3:]

    def _tail_ends(self, data: bytes, at: int) -> int:
        """Where a blank line ends that began in an earlier piece; 0 where none did."""
        found = (self._tail + data[at : at + 3]).find(_END)
        return 0 if found < 0 else at + found + len(_END) - len(self._tail)
