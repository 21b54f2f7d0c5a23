"""A write timeout: closes connections whose callers do not read the answer."""

from __future__ import annotations

import asyncio
import socket
import struct


class WriteTimeout:
    """Aborts a transport if the other side has read nothing for `seconds`.

    Otherwise a few callers who request large answers without reading them could fill the memory.
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
        """Start the timeout, if any bytes wait to be sent."""
        self.leave()
        self._left = self._transport.get_write_buffer_size()
        if self._left:
            self._timer = self._loop.call_later(self._seconds, self._look)

    def leave(self) -> None:
        """Stop the timeout."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _look(self) -> None:
        if self._transport.get_write_buffer_size() >= self._left:
            self._timer = None
            # A reset makes the kernel drop its buffer instead of trying to deliver it.
            held = self._transport.get_extra_info("socket")
            held.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self._transport.abort()
        else:
            self.watch()
