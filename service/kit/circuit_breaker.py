"""A circuit breaker: after repeated failures a service is not called for a while."""

from __future__ import annotations

import time
from collections.abc import Callable

FAILURES = 3  # consecutive failures that open it
SHORTEST, LONGEST = 1.0, 30.0  # seconds for which it stays open; doubled after each failed trial


class CircuitBreaker:
    """Closed while calls succeed. After a pause one caller may make a trial call."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failures = 0
        self._pause = SHORTEST
        self._until = 0.0
        self._trying = False

    def allows(self) -> bool:
        """Whether to make a call. If so, the caller must report its outcome."""
        if self._failures < FAILURES:
            return True
        now = self._clock()
        if now < self._until:
            return False
        self._trying = True
        self._until = now + self._pause  # all others wait for the outcome of the trial
        return True

    def succeeded(self) -> None:
        """Report that a call succeeded."""
        self._failures = 0
        self._pause = SHORTEST
        self._trying = False

    def failed(self) -> None:
        """Report that a call failed."""
        if self._failures < FAILURES:
            self._failures += 1
        elif self._trying:
            self._pause = min(2 * self._pause, LONGEST)
        else:
            return  # the call was begun before the pause
        self._trying = False
        self._until = self._clock() + self._pause
