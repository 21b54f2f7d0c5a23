"""A concurrency limit on reading (parsing and segmenting) bodies, and an estimate of its time.

Parsing JSON blocks the event loop and splitting text holds the interpreter lock, so reading many
bodies at once would not be faster and would delay probes. Requests over the limit wait in a queue,
where admission control can count them.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from service.kit.offload import LONG
from service.kit.online_estimates import RecentRate

REQUEST = 2048.0  # the fixed cost of a request, as a number of bytes that takes as long
_FIRST_GUESS = 400_000.0  # bytes a second


class ReadLimiter:
    """Lets at most `limit` short texts and one long text be read at once.

    Work is counted in bytes. A permit is released in the next iteration of the event loop, so that
    probes are answered between two pieces of work in the loop itself. The speed is the finished
    work divided by the time in which anything was being read, including all else that the loop did
    in that time.
    """

    def __init__(self, limit: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.pending = 0.0  # admitted and not read yet
        self.before_short = 0.0  # the part of `pending` that is read before a short request
        self._short = asyncio.Semaphore(limit)
        self._long = asyncio.Semaphore(1)
        self._bulk = asyncio.Semaphore(1)
        self._long_bulk = asyncio.Semaphore(1)
        self._clock = clock
        self._running = 0
        self._since = 0.0
        self._rate = RecentRate(_FIRST_GUESS)

    @property
    def speed(self) -> float:
        """Bytes a second."""
        return self._rate.per_second

    def update_pending(self, before: float, after: float) -> None:
        """Note that the unread rest of one request changes from `before` bytes to `after`.

        A short request does not wait for the whole of a long one, because texts over `LONG` have a
        limit of their own and the documents of a batch are read one by one.
        """
        self.pending = max(0.0, self.pending + after - before)
        change = min(after, LONG) - min(before, LONG)
        self.before_short = max(0.0, self.before_short + change)

    def wait(self, work: float) -> float:
        """Seconds until all pending work ahead of `work` new bytes is read."""
        return (self.before_short if work <= LONG else self.pending) / self.speed

    @asynccontextmanager
    async def reading(self, work: float, *, bulk: bool = False) -> AsyncIterator[None]:
        """Wait until `work` bytes may be read, and hold the permit while the block reads them.

        Only one `bulk` text at a time waits here, so that other requests wait for at most one
        such text.
        """
        if bulk:
            async with self._long_bulk if work > LONG else self._bulk, self.reading(work):
                yield
            return
        semaphore = self._long if work > LONG else self._short
        await semaphore.acquire()
        if not self._running:
            self._since = self._clock()
        self._running += 1
        done = 0.0
        try:
            yield
            done = work
        finally:
            asyncio.get_running_loop().call_soon(self._leave, semaphore, done)

    def _leave(self, semaphore: asyncio.Semaphore, done: float) -> None:
        now = self._clock()
        self._running -= 1
        # The time of failed work is added to that of the next work that succeeds.
        self._rate.spend(now - self._since)
        self._since = now
        if done:
            self._rate.learn(done)
        semaphore.release()
