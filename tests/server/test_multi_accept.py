"""How many connections are accepted in one iteration of the event loop."""

from __future__ import annotations

import asyncio
import socket
from collections import Counter
from collections.abc import Callable
from contextlib import suppress

import pytest

from service.server.multi_accept import AT_ONCE, accept_more

LOOPS: dict[str, Callable[[], asyncio.AbstractEventLoop]] = {"asyncio": asyncio.new_event_loop}
with suppress(ImportError):  # as on Windows
    import uvloop

    LOOPS["uvloop"] = uvloop.new_event_loop

CALLERS = 4 * AT_ONCE


class Iterations:
    """Counts iterations of the running loop, and notes in which each connection was made."""

    def __init__(self) -> None:
        self.now = 0
        self.made: list[int] = []
        self.all_made = asyncio.Event()
        self._next()

    def _next(self) -> None:
        self.now += 1
        asyncio.get_running_loop().call_soon(self._next)

    def note(self) -> None:
        self.made.append(self.now)
        if len(self.made) == CALLERS:
            self.all_made.set()


class Noted(asyncio.Protocol):
    """A connection whose iteration is noted."""

    def __init__(self, iterations: Iterations) -> None:
        self._iterations = iterations

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._iterations.note()
        transport.close()


async def accepted() -> tuple[list[int], bool]:
    """The iterations in which the connections were accepted, and whether any is after the end."""
    iterations = Iterations()
    listener = socket.create_server(("127.0.0.1", 0), backlog=CALLERS)
    listener.setblocking(False)
    address = listener.getsockname()
    callers = [socket.create_connection(address) for _ in range(CALLERS)]
    server = await asyncio.get_running_loop().create_server(
        lambda: Noted(iterations), sock=listener, backlog=CALLERS
    )
    more = await accept_more([server], lambda: Noted(iterations), CALLERS)
    async with asyncio.timeout(60):
        await iterations.all_made.wait()
    for one in (server, *more):
        one.close()
        await one.wait_closed()
    for caller in callers:
        caller.close()
    with suppress(ConnectionRefusedError):
        socket.create_connection(address).close()
        return iterations.made, True
    return iterations.made, False


@pytest.mark.parametrize("loop", LOOPS)
def test_many_callers_are_accepted_in_few_iterations_and_none_after_the_end(loop: str) -> None:
    with asyncio.Runner(loop_factory=LOOPS[loop]) as runner:
        made, still_open = runner.run(accepted())
    assert max(Counter(made).values()) >= AT_ONCE
    assert not still_open
