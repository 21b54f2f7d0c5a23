"""A load generator that is cheap enough to share two cores with the server under test.

Requests are prepared bytes, sent over the connections of `pool`. The closed loop keeps a number of
requests in flight. The open loop sends at Poisson times regardless of the server, and its latencies
begin when a request is due, so that a stall of the server shows (Schroeder et al., "Open Versus
Closed", NSDI 2006).
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Iterator

from benchmarks.load.outcomes import Load
from benchmarks.load.pool import Pool

REFUSED_PAUSE = 0.25  # seconds
_TICK = 0.001  # seconds; requests that are due within one such step are sent together


def post(path: str, body: bytes, headers: str = "") -> bytes:
    """The bytes of a POST of JSON; `headers` are whole lines."""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        f"{headers}Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


async def closed(
    port: int, requests: Iterator[bytes], clients: int, seconds: float, drain_seconds: float = 60.0
) -> Load:
    """`clients` callers, each of which sends its next request after the answer to the last one."""
    pool = Pool(port, clients, seconds)
    used = time.process_time()

    def on_answer(status: int) -> None:
        # In a later iteration of the event loop, when the connection of the last answer is free
        # again. A refused caller waits a little, as a real one would: the open loop is what
        # sends without regard to refusals.
        asyncio.get_running_loop().call_later(0 if status == 200 else REFUSED_PAUSE, next_one)

    def next_one() -> None:
        if pool.now() < seconds:
            pool.send(next(requests), pool.now())

    pool.on_answer = on_answer
    for _ in range(clients):
        pool.send(next(requests), pool.now())
    await asyncio.sleep(seconds)
    made = await pool.finish(drain_seconds)
    made.cpu = time.process_time() - used
    return made


async def opened(
    port: int,
    requests: Iterator[bytes],
    rate: float,
    seconds: float,
    *,
    most: int = 4096,
    drain_seconds: float = 30.0,
    seed: int = 0,
) -> Load:
    """Poisson arrivals at `rate` a second; beyond `most` in flight they wait at the client."""
    pool = Pool(port, most, seconds)
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
    made = await pool.finish(drain_seconds)
    made.cpu = time.process_time() - used
    return made
