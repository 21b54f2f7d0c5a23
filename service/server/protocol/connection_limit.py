"""Room for new callers when file descriptors run out: who is waited for longest has to go.

Else idle connections, which cost their callers nothing, would keep out everybody, probes too.
"""

from __future__ import annotations

import asyncio
import resource
from weakref import WeakKeyDictionary

_MOST_SPARE = 64  # descriptors kept free for newcomers of one turn of the loop, and for files

_limits: WeakKeyDictionary[object, ConnectionLimit] = WeakKeyDictionary()


class ConnectionLimit:
    """The connections of one server from which something is awaited, the oldest wait first."""

    def __init__(self) -> None:
        self._waiting: dict[asyncio.Transport, None] = {}
        self._others = 0  # descriptors beside those of connections, as far as is known

    @staticmethod
    def of(server: object) -> ConnectionLimit:
        """The one of a server, which any object of its own may stand for."""
        return _limits.setdefault(server, ConnectionLimit())

    def enter(self, transport: asyncio.Transport, count: int) -> None:
        """A new connection, with which there are `count`; one goes where they are too many."""
        # The system gives the lowest number that is free, so there are at least so many.
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
        """From now on a request, or the rest of one, is awaited."""
        self.leave(transport)
        self._waiting[transport] = None

    def leave(self, transport: asyncio.Transport) -> None:
        """Nothing is awaited: an answer is being made, or the connection has ended."""
        self._waiting.pop(transport, None)
