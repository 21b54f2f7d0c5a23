"""A limit on connections: when file descriptors run out, the longest idle connection is closed.

Otherwise idle connections, which cost their callers nothing, could exclude all others, including
the probes of an orchestrator.
"""

from __future__ import annotations

import asyncio
import resource

# Descriptors kept free for files, and for connections accepted in one iteration of the loop.
_MOST_SPARE = 64


class ConnectionLimit:
    """The idle connections of one server, with the longest idle one first.

    A connection is idle while the server waits for a request, or for the rest of one.
    """

    def __init__(self) -> None:
        self._waiting: dict[asyncio.Transport, None] = {}
        self._others = 0  # a lower bound of the descriptors that are not connections

    def enter(self, transport: asyncio.Transport, count: int) -> None:
        """Add a connection, which `count` includes; above the limit close the longest idle one."""
        # A new descriptor has the lowest free number, so all lower numbers are in use.
        number = transport.get_extra_info("socket").fileno()
        self._others = max(self._others, number + 1 - count)
        limit, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
        if self._others + count > limit - min(_MOST_SPARE, limit // 4):
            longest = next(iter(self._waiting), None)
            if longest is not None:
                self.leave(longest)
                longest.abort()
        self.wait(transport)

    def wait(self, transport: asyncio.Transport) -> None:
        """Note that the connection is idle from now on."""
        self.leave(transport)
        self._waiting[transport] = None

    def leave(self, transport: asyncio.Transport) -> None:
        """Note that the connection is not idle: its request is being answered, or it has ended."""
        self._waiting.pop(transport, None)
