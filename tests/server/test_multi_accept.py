"""How many connections are taken in one turn of the event loop."""

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

CROWD = 4 * AT_ONCE


class Turns:
    """Counts turns of the running loop, and notes in which each connection was made."""

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
        if len(self.made) == CROWD:
            self.all_made.set()


class Noted(asyncio.Protocol):
    """A connection whose turn is noted."""

    def __init__(self, turns: Turns) -> None:
        self._turns = turns

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._turns.note()
        transport.close()


async def crowd() -> tuple[list[int], bool]:
    """The turns in which each of a crowd was taken, and whether any is taken after the end."""
    turns = Turns()
    listener = socket.create_server(("127.0.0.1", 0), backlog=CROWD)
    listener.setblocking(False)
    address = listener.getsockname()
    callers = [socket.create_connection(address) for _ in range(CROWD)]
    server = await asyncio.get_running_loop().create_server(
        lambda: Noted(turns), sock=listener, backlog=CROWD
    )
    more = await accept_more([server], lambda: Noted(turns), CROWD)
    async with asyncio.timeout(60):
        await turns.all_made.wait()
    for one in (server, *more):
        one.close()
        await one.wait_closed()
    for caller in callers:
        caller.close()
    with suppress(ConnectionRefusedError):
        socket.create_connection(address).close()
        return turns.made, True
    return turns.made, False


@pytest.mark.parametrize("loop", LOOPS)
def test_a_crowd_is_taken_in_few_turns_and_nobody_after_the_end(loop: str) -> None:
    with asyncio.Runner(loop_factory=LOOPS[loop]) as runner:
        made, still_open = runner.run(crowd())
    assert max(Counter(made).values()) >= AT_ONCE
    assert not still_open
