"""Accepts several connections in one iteration of the event loop.

libuv, which uvloop is built on, accepts one connection and then handles all other events that are
ready (its pull request 3696). Under overload iterations are long, so it would accept a dozen
connections a second. Probes would wait in the backlog, and once that is full the kernel drops new
connections, which TCP retries after a second.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

AT_ONCE = 16  # each one costs a descriptor, and a microsecond for every new connection
# The number if several processes share the socket: with more, the first to wake would accept all.
AT_ONCE_SHARED = 2


async def accept_more(
    servers: Sequence[asyncio.Server],
    protocol: Callable[[], asyncio.Protocol],
    backlog: int,
    at_once: int = AT_ONCE,
) -> list[asyncio.Server]:
    """More servers on the same sockets, to accept `at_once` connections of each an iteration."""
    loop = asyncio.get_running_loop()
    return [
        await loop.create_server(protocol, sock=listener.dup(), backlog=backlog)
        for server in servers
        for listener in server.sockets
        for _ in range(1, at_once)
    ]
