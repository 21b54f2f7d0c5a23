"""Buckets by name: the protocol of all stores of buckets, and the store of a single process."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol

from service.rate_limit.bucket import Allowance, Taken, give_back, take


class Counters(Protocol):
    """The buckets of all names."""

    async def take(self, allowance: Allowance, size: int, *, partly: bool = False) -> Taken:
        """Take all bytes or none, or with `partly` as many as there are; this is atomic."""
        ...

    async def give_back(self, allowance: Allowance, size: int) -> None:
        """Return bytes that were taken and are not needed."""
        ...


class LocalCounters:
    """The buckets of this process alone, on the monotonic clock."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._due: dict[Allowance, float] = {}  # when each bucket is full

    async def take(self, allowance: Allowance, size: int, *, partly: bool = False) -> Taken:
        """See `Counters.take`."""
        now = self._clock()
        taken = take(allowance, self._due.get(allowance, now) - now, size, partly=partly)
        self._due[allowance] = now + taken.ahead
        return taken

    async def give_back(self, allowance: Allowance, size: int) -> None:
        """See `Counters.give_back`."""
        now = self._clock()
        ahead = self._due.get(allowance, now) - now
        self._due[allowance] = now + give_back(allowance, ahead, size)
