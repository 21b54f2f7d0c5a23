"""Write coalescing: the refusals of one iteration of the event loop are sent together.

Under overload one iteration refuses dozens of requests. Each response that is sent by itself wakes
the process that waits for it. On the same machine that may be a proxy, which then takes the core
from the event loop before the iteration is over.
"""

from __future__ import annotations

import asyncio


class WriteCoalescer:
    """Holds what the connections of one server are to send."""

    def __init__(self) -> None:
        self._held: list[tuple[asyncio.Transport, bytes, bool]] = []

    def put(self, transport: asyncio.Transport, data: bytes, *, last: bool) -> None:
        """Send in the next iteration, before what is begun from now on; then close if `last`."""
        if not self._held:
            asyncio.get_running_loop().call_soon(self.flush)
        self._held.append((transport, data, last))

    def flush(self) -> None:
        """Send all that is held, in the order in which it came."""
        held, self._held = self._held, []
        for transport, data, last in held:
            transport.write(data)
            if last:
                transport.close()
