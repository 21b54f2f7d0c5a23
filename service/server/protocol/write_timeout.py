"""Callers who do not read their answer: after a while without progress they are hung up on."""

from __future__ import annotations

import asyncio
import socket
import struct


class WriteTimeout:
    """Aborts a transport of which the other side has taken nothing for `seconds`.

    Else a few callers who ask for large answers and read none could fill the memory.
    """

    def __init__(
        self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop, seconds: float
    ) -> None:
        self._transport = transport
        self._loop = loop
        self._seconds = seconds
        self._timer: asyncio.TimerHandle | None = None
        self._left = 0

    def watch(self) -> None:
        """From now on, as long as anything waits to be taken."""
        self.leave()
        self._left = self._transport.get_write_buffer_size()
        if self._left:
            self._timer = self._loop.call_later(self._seconds, self._look)

    def leave(self) -> None:
        """Not any more."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _look(self) -> None:
        if self._transport.get_write_buffer_size() >= self._left:
            self._timer = None
            # With a reset, for the kernel would else keep trying to deliver what it has.
            held = self._transport.get_extra_info("socket")
            held.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self._transport.abort()
        else:
            self.watch()
