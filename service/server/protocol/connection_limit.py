"""A limit on connections: as file descriptors run out, the longest idle connection is closed.

Otherwise idle connections, which cost their callers nothing, could keep out all others, and the
probes of an orchestrator with them.
"""

from __future__ import annotations

import asyncio
import resource

# Descriptors kept free for files, and for connections accepted in one iteration of the loop.
_MOST_SPARE = 64


class ConnectionLimit:
    """The connections of one server that wait for their caller, the longest wait first."""

    def __init__(self) -> None:
        self._waiting: dict[asyncio.Transport, None] = {}
        self._others = 0  # descriptors beside those of connections, as far as is known

    def enter(self, transport: asyncio.Transport, count: int) -> None:
        """Add a new connection, with which there are `count`; close one if these are too many."""
        # The system gives the lowest number that is free, so at least so many are in use.
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
        """The connection waits for a request, or for the rest of one, from now on."""
        self.leave(transport)
        self._waiting[transport] = None

    def leave(self, transport: asyncio.Transport) -> None:
        """The connection waits no longer: its request is being answered, or it has ended."""
        self._waiting.pop(transport, None)
