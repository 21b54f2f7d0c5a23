"""Several new connections in one iteration of the event loop.

libuv, on which uvloop runs, takes one and then serves everything else that is ready (its pull
request 3696). Under overload iterations are long, so that a dozen connections a second were
accepted and probes waited in the queue until the kernel dropped what followed, which TCP tries
again a second later.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

AT_ONCE = 16  # each costs a descriptor, and a microsecond for every new connection
# Beside other processes on the same socket: the first to wake would otherwise take all.
AT_ONCE_SHARED = 2


async def accept_more(
    servers: Sequence[asyncio.Server],
    protocol: Callable[[], asyncio.Protocol],
    backlog: int,
    at_once: int = AT_ONCE,
) -> list[asyncio.Server]:
    """Servers on the same sockets, so that `at_once` connections a turn are taken from each."""
    loop = asyncio.get_running_loop()
    return [
        await loop.create_server(protocol, sock=listener.dup(), backlog=backlog)
        for server in servers
        for listener in server.sockets
        for _ in range(1, at_once)
    ]
