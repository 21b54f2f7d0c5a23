"""A load generator cheap enough to share two cores with the server it loads.

Raw HTTP/1.1 over kept connections, one protocol object each, requests as ready-made bytes.
The closed loop keeps a number of requests in flight; the open loop sends at Poisson times
whatever the server does, and its latencies count from the time a request was due, so that
a server that stalls cannot hide it (Schroeder et al., "Open Versus Closed", NSDI 2006).
"""

from __future__ import annotations

import asyncio
import random
import re
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import cast

from benchmarks.report.results import quantile

BROKEN, UNANSWERED = 0, -1  # in place of a status
REFUSED_PAUSE = 0.25  # seconds
_TICK = 0.001  # seconds; where more are due in one, they are sent together

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_RETRY = re.compile(rb"\r\nretry-after: *(\d+)", re.IGNORECASE)


def post(path: str, body: bytes, headers: str = "") -> bytes:
    """The bytes of a POST of JSON; `headers` are whole lines."""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        f"{headers}Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


@dataclass(frozen=True, slots=True)
class Outcome:
    """One request: when it was due, when it ended (seconds from the start), what came back.

    `status` may also be `BROKEN` (the connection) or `UNANSWERED` (when patience ended);
    `retry_after` is the header's value.
    """

    due: float
    ended: float
    status: int
    retry_after: int | None = None

    @property
    def latency(self) -> float:
        """Seconds from when it was due."""
        return self.ended - self.due


@dataclass(slots=True)
class Load:
    """What came of a load of `seconds`; `cpu` is what the generator used, in seconds."""

    seconds: float
    outcomes: list[Outcome] = field(default_factory=list)
    cpu: float = 0.0

    @property
    def statuses(self) -> dict[int, int]:
        """Requests by status."""
        return dict(sorted(Counter(o.status for o in self.outcomes).items()))

    @property
    def rate(self) -> float:
        """Answers with 200 a second, of those that came within the time."""
        good = sum(o.status == 200 and o.ended <= self.seconds for o in self.outcomes)
        return good / self.seconds if self.seconds else 0.0

    @property
    def errors(self) -> float:
        """Share of requests that were not answered with 200."""
        bad = sum(o.status != 200 for o in self.outcomes)
        return bad / max(1, len(self.outcomes))

    def latency(self, share: float, status: int = 200) -> float:
        """A quantile of the latencies of answers with a status, NaN without any; seconds."""
        return quantile([o.latency for o in self.outcomes if o.status == status], share)


class _Connection(asyncio.Protocol):
    """One connection, one request at a time; tells `pool` when it is free or lost."""

    def __init__(self, pool: _Pool) -> None:
        self._pool = pool
        self._transport: asyncio.Transport | None = None
        self._buffer = bytearray()
        self._need = -1
        self._fresh = True
        self.due: float | None = None
        self._request = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """See `asyncio.Protocol`."""
        self._transport = cast(asyncio.Transport, transport)  # uvloop's is none by class

    def send(self, request: bytes, due: float) -> None:
        """Send a request that was due at a time."""
        assert self._transport is not None
        self.due, self._request, self._need = due, request, -1
        self._buffer.clear()
        self._transport.write(request)

    def close(self) -> None:
        """Hang up."""
        if self._transport is not None:
            self._transport.abort()

    def data_received(self, data: bytes) -> None:
        """See `asyncio.Protocol`."""
        self._buffer += data
        if self._need < 0:
            end = self._buffer.find(b"\r\n\r\n")
            if end < 0:
                return
            length = _LENGTH.search(self._buffer, 0, end + 2)
            if length is None:
                raise ValueError(f"no Content-Length in {bytes(self._buffer[:end])!r}")
            self._need = end + 4 + int(length[1])
        if len(self._buffer) < self._need or self.due is None:
            return
        due, self.due, self._fresh = self.due, None, False
        status = int(self._buffer[9:12])
        retry = _RETRY.search(self._buffer, 0, 2048) if status >= 400 else None
        last = b"\r\nconnection: close" in self._buffer[:2048].lower() if status >= 400 else False
        self._pool.answered(due, status, int(retry[1]) if retry else None)
        if last:
            self.close()
        else:
            self._pool.free(self)

    def connection_lost(self, error: Exception | None) -> None:
        """See `asyncio.Protocol`."""
        due, self.due = self.due, None
        # A server may close a kept connection as a request is under way: sent once more.
        again = self._request if due is not None and not self._buffer and not self._fresh else None
        self._pool.lost(self, due, again)


class _Pool:
    """Connections to one server, and the outcomes of all requests over them."""

    def __init__(self, port: int, most: int, seconds: float) -> None:
        self._port = port
        self._most = most
        self._opened = 0
        self._idle: list[_Connection] = []
        self._all: set[_Connection] = set()
        self._waiting: deque[tuple[bytes, float]] = deque()
        self._tasks: set[asyncio.Task[None]] = set()
        self.began = time.perf_counter()
        self.load = Load(seconds)
        self.left = 0
        self.nothing_left = asyncio.Event()
        self.on_answer: Callable[[int], None] = lambda status: None
        self._over = False

    def now(self) -> float:
        """Seconds since the start."""
        return time.perf_counter() - self.began

    def send(self, request: bytes, due: float) -> None:
        """Send over an idle connection, a new one, or when one gets idle."""
        self.left += 1
        self.nothing_left.clear()
        self._dispatch(request, due)

    def _dispatch(self, request: bytes, due: float) -> None:
        if self._idle:
            self._idle.pop().send(request, due)
        elif self._opened < self._most:
            self._opened += 1
            task = asyncio.ensure_future(self._open(request, due))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        else:
            self._waiting.append((request, due))

    async def _open(self, request: bytes, due: float) -> None:
        loop = asyncio.get_running_loop()
        try:
            _, made = await loop.create_connection(
                lambda: _Connection(self), "127.0.0.1", self._port
            )
        except OSError:
            self._opened -= 1
            self.answered(due, BROKEN, None)
            return
        self._all.add(made)
        made.send(request, due)

    def free(self, connection: _Connection) -> None:
        """A connection has nothing to do."""
        if self._waiting:
            connection.send(*self._waiting.popleft())
        else:
            self._idle.append(connection)

    def lost(self, connection: _Connection, due: float | None, again: bytes | None) -> None:
        """A connection is closed; `due` names the request that was under way on it."""
        self._all.discard(connection)
        if connection in self._idle:
            self._idle.remove(connection)
        self._opened -= 1
        if self._over:
            return
        if due is not None and again is not None:
            self._dispatch(again, due)
        elif due is not None:
            self.answered(due, BROKEN, None)
        if self._waiting and not self._idle:
            self._dispatch(*self._waiting.popleft())

    def answered(self, due: float, status: int, retry_after: int | None) -> None:
        """Count a request."""
        self.load.outcomes.append(Outcome(due, self.now(), status, retry_after))
        self.left -= 1
        if self.left == 0:
            self.nothing_left.set()
        self.on_answer(status)

    async def finish(self, patience: float) -> Load:
        """Wait for what is under way, hang up, and give the outcomes."""
        if self.left:
            try:
                await asyncio.wait_for(self.nothing_left.wait(), patience)
            except TimeoutError:
                pass
        self._over = True
        lost = [c.due for c in self._all if c.due is not None] + [due for _, due in self._waiting]
        for due in lost:
            self.load.outcomes.append(Outcome(due, self.now(), UNANSWERED))
        for task in list(self._tasks):
            task.cancel()
        for connection in list(self._all):
            connection.close()
        await asyncio.sleep(0)
        return self.load


async def closed(
    port: int, requests: Iterator[bytes], clients: int, seconds: float, patience: float = 60.0
) -> Load:
    """`clients` callers, each with its next request as soon as it has the last one's answer."""
    pool = _Pool(port, clients, seconds)
    used = time.process_time()

    def on_answer(status: int) -> None:
        # In a turn of its own, when the connection of the last answer is free again. Who is
        # refused waits a little, as a caller would: a storm is the open loop's business.
        asyncio.get_running_loop().call_later(0 if status == 200 else REFUSED_PAUSE, next_one)

    def next_one() -> None:
        if pool.now() < seconds:
            pool.send(next(requests), pool.now())

    pool.on_answer = on_answer
    for _ in range(clients):
        pool.send(next(requests), pool.now())
    await asyncio.sleep(seconds)
    made = await pool.finish(patience)
    made.cpu = time.process_time() - used
    return made


async def opened(
    port: int,
    requests: Iterator[bytes],
    rate: float,
    seconds: float,
    *,
    most: int = 4096,
    patience: float = 30.0,
    seed: int = 0,
) -> Load:
    """Poisson arrivals at `rate` a second; beyond `most` in flight they wait at the client."""
    pool = _Pool(port, most, seconds)
    used = time.process_time()
    draw = random.Random(seed)
    due = draw.expovariate(rate)
    while due < seconds:
        ahead = due - pool.now()
        if ahead > 0:
            await asyncio.sleep(max(ahead, _TICK if rate > 1 / _TICK else 0.0))
        elif pool.left % 64 == 0:
            await asyncio.sleep(0)  # late: still let answers be read
        pool.send(next(requests), due)
        due += draw.expovariate(rate)
    made = await pool.finish(patience)
    made.cpu = time.process_time() - used
    return made
