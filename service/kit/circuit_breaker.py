"""A circuit breaker: who fails again and again is left alone for a while."""

from __future__ import annotations

import time
from collections.abc import Callable

FAILURES = 3  # in a row that open it
SHORTEST, LONGEST = 1.0, 30.0  # seconds for which it stays open; doubled at each failed trial


class CircuitBreaker:
    """Closed as long as things go well. When a pause is over one caller may try."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failures = 0
        self._pause = SHORTEST
        self._until = 0.0
        self._trying = False

    def allows(self) -> bool:
        """Whether to try. Who may should report how it went."""
        if self._failures < FAILURES:
            return True
        now = self._clock()
        if now < self._until:
            return False
        self._trying = True
        self._until = now + self._pause  # the others wait for what the trial says
        return True

    def succeeded(self) -> None:
        """It works."""
        self._failures = 0
        self._pause = SHORTEST
        self._trying = False

    def failed(self) -> None:
        """It does not."""
        if self._failures < FAILURES:
            self._failures += 1
        elif self._trying:
            self._pause = min(2 * self._pause, LONGEST)
        else:
            return  # it was begun before the pause
        self._trying = False
        self._until = self._clock() + self._pause
