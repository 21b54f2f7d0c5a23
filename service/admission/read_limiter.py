"""Reading what was posted, a few requests at a time, and how long that takes.

Parsing JSON holds the event loop and splitting text holds the interpreter, so that many at
once help nobody and keep probes waiting. Those that hold no place wait in line, where the
forecast can count them.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from service.kit.offload import LONG

REQUEST = 2048.0  # what a request costs beside its bytes, in bytes
_FIRST_GUESS = 400_000.0  # bytes a second
_FORGET = 0.98


class ReadLimiter:
    """At most `places` requests, and one long one, are read at once; work is in bytes.

    A place is free again in the next turn of the event loop, so that work done in the loop
    itself comes in small portions with probes in between. The speed is the work done over
    the time in which any place was taken, beside whatever else the loop had to do.
    """

    def __init__(self, places: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.pending = 0.0  # admitted and not read yet
        self.before_short = 0.0  # what of it goes before a short request
        self._places = asyncio.Semaphore(places)
        self._long_places = asyncio.Semaphore(1)
        self._bulk = asyncio.Semaphore(1)
        self._long_bulk = asyncio.Semaphore(1)
        self._clock = clock
        self._taken = 0
        self._since = 0.0
        self._work = _FIRST_GUESS
        self._busy = 1.0

    @property
    def speed(self) -> float:
        """Bytes a second."""
        return self._work / self._busy

    def owe(self, before: float, after: float) -> None:
        """What one request still has to be read goes from `before` bytes to `after`.

        Short ones do not wait for the whole of a long one: texts over `LONG` have a place of
        their own, the documents of a batch take turns.
        """
        self.pending = max(0.0, self.pending + after - before)
        change = min(after, LONG) - min(before, LONG)
        self.before_short = max(0.0, self.before_short + change)

    def wait(self, work: float) -> float:
        """Seconds until what is pending is read, as far as it goes before so many more bytes."""
        return (self.before_short if work <= LONG else self.pending) / self.speed

    @asynccontextmanager
    async def place(self, work: float, *, bulk: bool = False) -> AsyncIterator[None]:
        """Hold a place for reading so many bytes, once it is one's turn.

        Of `bulk` work one text at a time is in line, so that others wait for one at most.
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
        # The time of work that failed half way counts with the next that did not.
        self._busy += now - self._since
        self._since = now
        if done:
            self._work = _FORGET * (self._work + done)
            self._busy *= _FORGET
        places.release()
