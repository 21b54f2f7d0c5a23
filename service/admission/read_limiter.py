"""A concurrency limit on the reading of what was posted, and an estimate of how long it takes.

Parsing JSON holds the event loop and splitting text holds the interpreter lock, so that many
requests at once would help nobody and make probes wait. Requests over the limit wait in a queue,
where admission control can count them.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from service.kit.offload import LONG
from service.kit.online_estimates import RecentRate

REQUEST = 2048.0  # what a request costs beside its bytes, in bytes
_FIRST_GUESS = 400_000.0  # bytes a second


class ReadLimiter:
    """Lets at most `places` requests, and one long one beside them, be read at once.

    Work is counted in bytes. A place is free again in the next iteration of the event loop, so
    that work in the loop itself comes in small portions with probes in between. The speed is the
    work done over the time in which any place was taken, beside whatever else the loop had to do.
    """

    def __init__(self, places: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.pending = 0.0  # admitted and not read yet
        self.before_short = 0.0  # the part of it that goes before a short request
        self._places = asyncio.Semaphore(places)
        self._long_places = asyncio.Semaphore(1)
        self._bulk = asyncio.Semaphore(1)
        self._long_bulk = asyncio.Semaphore(1)
        self._clock = clock
        self._taken = 0
        self._since = 0.0
        self._rate = RecentRate(_FIRST_GUESS)

    @property
    def speed(self) -> float:
        """Bytes a second."""
        return self._rate.per_second

    def owe(self, before: float, after: float) -> None:
        """Note that what is left to read of one request goes from `before` bytes to `after`.

        Short requests do not wait for the whole of a long one: texts over `LONG` have a place of
        their own, and the documents of a batch are read one by one.
        """
        self.pending = max(0.0, self.pending + after - before)
        change = min(after, LONG) - min(before, LONG)
        self.before_short = max(0.0, self.before_short + change)

    def wait(self, work: float) -> float:
        """Seconds until the pending work is read that goes before `work` bytes more."""
        return (self.before_short if work <= LONG else self.pending) / self.speed

    @asynccontextmanager
    async def place(self, work: float, *, bulk: bool = False) -> AsyncIterator[None]:
        """Wait for a place and hold it for the reading of `work` bytes.

        Of `bulk` work one text at a time waits for a place, so that other requests wait for one
        such text at most.
        """
        if bulk:
            async with self._long_bulk if work > LONG else self._bulk, self.place(work):
                yield
            return
        places = self._long_places if work > LONG else self._places
        await places.acquire()
        if not self._taken:
            self._since = self._clock()
        self._taken += 1
        done = 0.0
        try:
            yield
            done = work
        finally:
            asyncio.get_running_loop().call_soon(self._leave, places, done)

    def _leave(self, places: asyncio.Semaphore, done: float) -> None:
        now = self._clock()
        self._taken -= 1
        # The time of work that failed half way counts with the next work that did not.
        self._rate.spend(now - self._since)
        self._since = now
        if done:
            self._rate.learn(done)
        places.release()
