"""Refusals of one turn of the event loop, sent together.

Under a storm a turn refuses dozens. Each sent by itself wakes whoever waits for it, on the same
machine a proxy or a neighbour that then takes the core from the event loop in mid-turn.
"""

from __future__ import annotations

import asyncio
from weakref import WeakKeyDictionary

_coalesceres: WeakKeyDictionary[object, WriteCoalescer] = WeakKeyDictionary()


class WriteCoalescer:
    """What the connections of one server are to send."""

    def __init__(self) -> None:
        self._held: list[tuple[asyncio.Transport, bytes, bool]] = []

    @staticmethod
    def of(server: object) -> WriteCoalescer:
        """The one of a server, which any object of its own may stand for."""
        return _coalesceres.setdefault(server, WriteCoalescer())

    def put(self, transport: asyncio.Transport, data: bytes, *, last: bool) -> None:
        """Send in the next turn, before whatever is begun from now on; then hang up if `last`."""
        if not self._held:
            asyncio.get_running_loop().call_soon(self.flush)
        self._held.append((transport, data, last))

    def flush(self) -> None:
        """Send what is held, in its order."""
        held, self._held = self._held, []
        for transport, data, last in held:
            transport.write(data)
            if last:
                transport.close()
