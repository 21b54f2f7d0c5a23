"""Finds the ends of the parts of requests, so that at most one request is parsed ahead.

llhttp parses all bytes that it gets, and a read of 256 KiB may hold thousands of requests. So it
gets pieces that end where a request may end. A head ends with its first blank line, a body of a
declared length after that many bytes, and a chunked body with a blank line.
"""

from __future__ import annotations

_END = b"\r\n\r\n"
# Each chunk costs a call and may hold one byte, so this bounds a piece to a few milliseconds.
_CHUNKED_PIECE = 4096


# What the next bytes belong to; a COUNTED body has a declared length. This is no enum, because each
# access to a member is a call in Python 3.11, and every refusal under overload would make dozens.
BETWEEN, HEAD, COUNTED, CHUNKED = range(4)


class Framing:
    """Follows the requests of one connection; the parser's callbacks report its progress.

    Args:
        head_bytes: the greatest length of a head.
    """

    def __init__(self, head_bytes: int) -> None:
        self.part = BETWEEN
        self.left = 0  # bytes of a counted body that have not arrived
        # Bytes of a chunked body that are not content: extensions, trailers, frames of tiny chunks.
        self.surplus = 0
        self._head_left = self._head_bytes = head_bytes
        self._tail = b""  # the last bytes, for a blank line that arrives in two pieces

    def begin(self) -> None:
        """Note the first byte of a request."""
        self.part = HEAD
        self._head_left = self._head_bytes
        self.left = self.surplus = 0

    def body(self, length: int | None) -> None:
        """Note the end of the head. The body has `length` bytes, or is chunked if that is None."""
        self.part = CHUNKED if length is None else COUNTED
        self.left = length or 0
        self._tail = b""

    def end(self) -> None:
        """Note the last byte of a request."""
        self.part = BETWEEN
        self._head_left = self._head_bytes
        self._tail = b""

    @property
    def in_body(self) -> bool:
        """Whether the head is complete and the body is not."""
        return self.part >= COUNTED

    @property
    def head_too_long(self) -> bool:
        """Whether the head has not ended and is already too long."""
        return self._head_left < 0

    def skip(self, data: bytes, at: int) -> int:
        """The index of a request's first byte, after any blank lines."""
        return len(data) - len(data[at:].lstrip(b"\r\n")) if data[at] in b"\r\n" else at

    def piece(self, data: bytes, at: int) -> int:
        """The end index of the next piece of `data` for the parser."""
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
        """Note a parsed piece in which neither a head nor a request has ended.

        Args:
            before: what its first byte belonged to.
            body: bytes of content in it.
            chunks: a lower bound of the chunks in it.
        """
        if before == COUNTED:
            self.left -= len(piece)
        elif self.part == HEAD:
            self._head_left -= len(piece)
            self._keep(piece)
        elif self.part == CHUNKED and before == CHUNKED:
            # The rule of Go's net/http: 16 bytes a chunk are allowed, and as many as the content
            # has once more.
            self.surplus = max(0, self.surplus + len(piece) - 3 * body - 16 * chunks)
            self._keep(piece)

    def _keep(self, piece: bytes) -> None:
        self._tail = b"" if piece.endswith(_END) else (self._tail + piece[-3:])[-3:]

    def _tail_ends(self, data: bytes, at: int) -> int:
        """The end index of a blank line that began in an earlier piece; 0 if there is none."""
        found = (self._tail + data[at : at + 3]).find(_END)
        return 0 if found < 0 else at + found + len(_END) - len(self._tail)
