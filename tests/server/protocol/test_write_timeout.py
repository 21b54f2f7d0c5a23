"""Callers who do not read an answer are disconnected; slow readers get all of it."""

from __future__ import annotations

import asyncio
import select
import socket

import pytest

from service.server.protocol.write_timeout import WriteTimeout

SIZE = 20_000_000  # more than any kernel keeps for a connection


class Sends(asyncio.Protocol):
    """Sends `SIZE` bytes and ends the connection."""

    def __init__(self) -> None:
        self.lost = asyncio.Event()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.guard = WriteTimeout(transport, asyncio.get_running_loop(), 0.2)
        transport.write(b"x" * SIZE)
        self.guard.watch()
        transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        self.guard.leave()
        self.lost.set()


@pytest.mark.parametrize("reads", [True, False])
async def test_only_who_takes_nothing_is_hung_up_on(reads: bool) -> None:
    loop, sender = asyncio.get_running_loop(), Sends()
    server = await loop.create_server(lambda: sender, "127.0.0.1", 0)
    caller = socket.socket()
    caller.setblocking(False)
    await loop.sock_connect(caller, server.sockets[0].getsockname())
    taken = 0
    while reads and (part := await loop.sock_recv(caller, 500_000)):
        taken += len(part)
        await asyncio.sleep(0.02)
    await sender.lost.wait()
    assert taken == (SIZE if reads else 0)
    poll = select.poll()
    poll.register(caller, 0)
    reset = any(event & select.POLLERR for _, event in poll.poll(0))
    assert reset is not reads
    caller.close()
    server.close()
