"""Hanging up on a caller who still sends.

A socket that is closed with bytes unread resets the connection, and the reset overtakes the
answer. So the server says that it is done, drops for a while what comes, and then closes.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable


class LingeringTransport:
    """A transport as uvicorn's cycle uses it, whose `close` is the connection's own."""

    __slots__ = ("_close", "is_closing", "write")

    def __init__(self, transport: asyncio.Transport, close: Callable[[], None]) -> None:
        self.write = transport.write
        self.is_closing = transport.is_closing
        self._close = close

    def close(self) -> None:
        """Hang up, in the connection's way."""
        self._close()


class Lingering:
    """From the last answer to the end: bytes are dropped, so many and for so long at most.

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
        """What came in the meantime."""
        self._left -= len(data)
        if self._left < 0:
            self.leave()
            self._ended()

    def leave(self) -> None:
        """The connection is gone."""
        self._timer.cancel()
