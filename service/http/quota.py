"""How much each API key may post: a token bucket a key, in bytes of request bodies.

The buckets are this process's own; with several, a key may post as many times as much.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from starlette.requests import Request

from service.http.problems import Problem, QuotaExceeded
from service.inference.types import EngineError

WINDOW = 60  # seconds
_CLOSE_ENOUGH = 1e-3  # bytes; levels are floats


class Quota:
    """Fills at `kib_per_minute` and holds one minute's worth.

    A body of more than the whole bucket passes when the bucket is full, and leaves a debt.
    """

    def __init__(self, kib_per_minute: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._kib = kib_per_minute
        self._full = kib_per_minute * 1024
        self._clock = clock
        self._buckets: dict[int, tuple[float, float]] = {}  # what is in it, and when that was so

    def take(self, key: int, size: int) -> dict[str, str]:
        """Take a body's bytes from a key's bucket; the headers of the answer.

        Raises `QuotaExceeded`, and takes nothing, when too little is in it.
        """
        level = self._level(key)
        lacking = min(float(size), self._full) - level
        if lacking > _CLOSE_ENOUGH:
            wait = max(1, math.ceil((lacking - _CLOSE_ENOUGH) / self._rate))
            raise QuotaExceeded(
                f"This key may post {self._kib:g} KiB a minute. Try again in {wait} s.",
                headers={"Retry-After": str(wait)} | self.headers(key),
            )
        self._set(key, level - size)
        return self.headers(key)

    def settle(self, key: int, size: int) -> None:
        """Take (or, below 0, give back) what `take` could not know."""
        self._set(key, min(self._full, self._level(key) - size))

    def headers(self, key: int) -> dict[str, str]:
        """What is left, as draft-ietf-httpapi-ratelimit-headers-10 writes it."""
        level = self._level(key)
        full = math.ceil((self._full - level) / self._rate)
        return {
            "RateLimit-Policy": f'"key";q={int(self._full)};qu="content-bytes";w={WINDOW}',
            "RateLimit": f'"key";r={max(0, int(level))};t={full}',
        }

    @property
    def _rate(self) -> float:
        return self._full / WINDOW

    def _level(self, key: int) -> float:
        level, at = self._buckets.get(key, (self._full, self._clock()))
        return min(self._full, level + (self._clock() - at) * self._rate)

    def _set(self, key: int, level: float) -> None:
        self._buckets[key] = (level, self._clock())


class Charge:
    """What one request took from its key's bucket, where there is one."""

    def __init__(self, quota: Quota | None, key: int, declared: int) -> None:
        self._quota = quota
        self._key = key
        self._taken = max(declared, 1)
        if quota is not None:
            quota.take(key, self._taken)

    def received(self, size: int) -> None:
        """The body had so many bytes, whatever was declared."""
        if self._quota is not None:
            self._quota.settle(self._key, size - self._taken)
            self._taken = size

    @property
    def headers(self) -> dict[str, str]:
        """Headers of the answer."""
        return {} if self._quota is None else self._quota.headers(self._key)


@contextmanager
def charged(request: Request) -> Iterator[Charge]:
    """Charge a request's key for its body. Raises `QuotaExceeded`.

    A body of undeclared length is let in when anything is left, and charged once it is there.
    What fails for our own sake (5xx) costs nothing.
    """
    key: int | None = request.scope.get("key")
    quota: Quota | None = request.state.quota if key is not None else None
    length = request.headers.get("content-length", "")
    charge = Charge(quota, key or 0, int(length) if length.isdigit() else 0)
    try:
        yield charge
    except (Problem, EngineError) as error:
        if not isinstance(error, Problem) or error.status >= 500:
            charge.received(0)
        raise
