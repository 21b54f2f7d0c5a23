"""Write coalescing: the refusals of one iteration of the event loop are sent together.

Under overload one iteration refuses dozens of requests. Each response that is sent immediately
wakes the process that waits for it. This may be a proxy on the same machine, which then preempts
the event loop before its iteration is over.
"""

from __future__ import annotations

import asyncio


class WriteCoalescer:
    """Holds the bytes that the connections of one server will send."""

    def __init__(self) -> None:
        self._held: list[tuple[asyncio.Transport, bytes, bool]] = []

    def put(self, transport: asyncio.Transport, data: bytes, *, last: bool) -> None:
        """Send in the next iteration, before any work that begins later; then close if `last`."""
        if not self._held:
            asyncio.get_running_loop().call_soon(self.flush)
        self._held.append((transport, data, last))

    def flush(self) -> None:
        """Send everything that is held, in order."""
        held, self._held = self._held, []
        for transport, data, last in held:
            transport.write(data)
            if last:
                transport.close()
