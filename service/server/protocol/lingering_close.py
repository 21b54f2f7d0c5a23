"""Lingering close: closes a connection to a caller who may still be sending.

A socket that is closed with unread bytes resets the connection, and the caller may then lose the
answer. So the server closes its sending side, drops incoming bytes for a while, and then closes.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable


class LingeringTransport:
    """A transport for uvicorn's cycle whose `close` is a lingering close of the connection."""

    __slots__ = ("_close", "is_closing", "write")

    def __init__(self, transport: asyncio.Transport, close: Callable[[], None]) -> None:
        self.write = transport.write
        self.is_closing = transport.is_closing
        self._close = close

    def close(self) -> None:
        """Begin the lingering close."""
        self._close()


class Lingering:
    """Drops bytes after the last answer, up to a number of bytes and of seconds.

    Args:
        ended: called when the time is over.
    """

    def __init__(
        self,
        transport: asyncio.Transport,
        *,
        seconds: float,
        bytes_: int,
        ended: Callable[[], None],
    ) -> None:
        self._transport = transport
        self._left = bytes_
        self._ended = ended
        if transport.can_write_eof():
            transport.write_eof()
        self._timer = asyncio.get_running_loop().call_later(seconds, ended)

    def dropped(self, data: bytes) -> None:
        """Count bytes that arrived and are dropped."""
        self._left -= len(data)
        if self._left < 0:
            self.leave()
            self._ended()

    def leave(self) -> None:
        """Stop the timer, because the connection is lost."""
        self._timer.cancel()
