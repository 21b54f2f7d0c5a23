"""The load generator against a small server of its own."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from benchmarks.load import client
from benchmarks.load.outcomes import BROKEN, UNANSWERED, Load, Outcome

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
BUSY = b"HTTP/1.1 503 Busy\r\nretry-after: 7\r\nContent-Length: 0\r\n\r\n"
LAST = b"HTTP/1.1 503 Busy\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"


@asynccontextmanager
async def serving(answer: Callable[[int], bytes | None]) -> AsyncIterator[tuple[int, list[bytes]]]:
    """A server that gives the n-th request an answer, or hangs up; its port and what came."""
    seen: list[bytes] = []
    count = itertools.count()

    handlers: set[asyncio.Task[None] | None] = set()

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        handlers.add(asyncio.current_task())
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                length = int(head.lower().partition(b"content-length: ")[2].split()[0])
                seen.append(await reader.readexactly(length))
                made = answer(next(count))
                if made is None:
                    break
                writer.write(made)
                if b"close" in made:
                    break
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1], seen
        await asyncio.gather(*(h for h in handlers if h is not None))  # the client hung up


def numbered() -> itertools.count[int]:
    return itertools.count()


async def test_closed_loop_keeps_its_callers_busy() -> None:
    async with serving(lambda n: OK) as (port, seen):
        requests = (client.post("/", str(n).encode()) for n in numbered())
        load = await client.closed(port, requests, 3, 0.3)
    assert load.statuses == {200: len(seen)}
    assert len(seen) >= 3
    assert sorted(map(int, seen)) == list(range(len(seen)))
    assert load.errors == 0
    assert 0 < load.latency(0.5) <= load.latency(0.99)


async def test_open_loop_sends_what_was_asked_for() -> None:
    async with serving(lambda n: OK) as (port, seen):
        requests = (client.post("/", b"{}") for _ in numbered())
        load = await client.opened(port, requests, 400, 0.5, seed=3)
    assert len(load.outcomes) == len(seen)
    assert 140 < len(seen) < 260  # Poisson with mean 200; the seed is fixed
    assert load.statuses == {200: len(seen)}


async def test_latency_counts_from_when_a_request_was_due() -> None:
    gate = asyncio.Event()
    over = asyncio.Event()

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"{}")
        await gate.wait()
        writer.write(OK)
        await reader.read()  # until the client hangs up
        writer.close()
        over.set()

    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        requests = (client.post("/", b"{}") for _ in numbered())
        asyncio.get_running_loop().call_later(0.4, gate.set)
        load = await client.opened(port, requests, 100, 0.2, most=1, drain_seconds=0.7)
        await over.wait()
    answered = [o for o in load.outcomes if o.status == 200]
    waited = [o for o in load.outcomes if o.status == UNANSWERED]
    assert len(answered) == 1
    assert answered[0].latency > 0.15
    assert waited  # those for which no connection was left are told, not forgotten


async def test_refusals_are_counted_with_their_advice() -> None:
    async with serving(lambda n: BUSY if n % 2 else LAST) as (port, seen):
        requests = (client.post("/", b"{}") for _ in numbered())
        load = await client.opened(port, requests, 200, 0.3)
    assert load.statuses == {503: len(seen)}
    assert {o.retry_after for o in load.outcomes} == {7, None}
    assert load.errors == 1
    assert load.rate == 0


async def test_a_connection_that_breaks_is_an_error() -> None:
    async with serving(lambda n: None) as (port, _):
        requests = (client.post("/", b"{}") for _ in numbered())
        load = await client.opened(port, requests, 100, 0.2)
    assert set(load.statuses) == {BROKEN}


async def test_a_kept_connection_closed_meanwhile_is_no_error() -> None:
    # Every second request finds its connection closed just as it is sent.
    async with serving(lambda n: OK if n % 2 == 0 else None) as (port, seen):
        requests = (client.post("/", b"{}") for _ in numbered())
        load = await client.closed(port, requests, 1, 0.2)
    assert set(load.statuses) == {200}
    assert len(seen) >= 2 * load.statuses[200] - 2


def test_only_answers_within_the_time_count_for_the_rate() -> None:
    load = Load(2.0, [Outcome(0, 1, 200), Outcome(1, 1.5, 200), Outcome(1, 3, 200)])
    assert load.rate == pytest.approx(1.0)
    assert load.latency(0.5) == 1.0
