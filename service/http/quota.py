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
from service.http.security import key_of
from service.inference.types import EngineError
from service.keys.key import Key

WINDOW = 60  # seconds
_CLOSE_ENOUGH = 1e-3  # bytes; levels are floats


class Bucket:
    """Fills at `kib_per_minute` and holds one minute's worth.

    A body of more than the whole bucket passes when the bucket is full, and leaves a debt.
    """

    def __init__(self, kib_per_minute: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.kib_per_minute = kib_per_minute
        self._full = kib_per_minute * 1024
        self._clock = clock
        self._was = self._full, clock()  # what was in it, and when

    def take(self, size: int) -> None:
        """Take a body's bytes.

        Raises `QuotaExceeded`, and takes nothing, when too little is in it.
        """
        level = self._level()
        lacking = min(float(size), self._full) - level
        if lacking > _CLOSE_ENOUGH:
            wait = max(1, math.ceil((lacking - _CLOSE_ENOUGH) / self._rate))
            raise QuotaExceeded(
                f"This key may post {self.kib_per_minute:g} KiB a minute. Try again in {wait} s.",
                headers={"Retry-After": str(wait)} | self.headers(),
            )
        self._set(level - size)

    def settle(self, size: int) -> None:
        """Take (or, below 0, give back) what `take` could not know."""
        self._set(min(self._full, self._level() - size))

    def headers(self) -> dict[str, str]:
        """What is left, as draft-ietf-httpapi-ratelimit-headers-10 writes it."""
        level = self._level()
        full = math.ceil((self._full - level) / self._rate)
        return {
            "RateLimit-Policy": f'"key";q={int(self._full)};qu="content-bytes";w={WINDOW}',
            "RateLimit": f'"key";r={max(0, int(level))};t={full}',
        }

    @property
    def _rate(self) -> float:
        return self._full / WINDOW

    def _level(self) -> float:
        level, at = self._was
        return min(self._full, level + (self._clock() - at) * self._rate)

    def _set(self, level: float) -> None:
        self._was = level, self._clock()


class Quota:
    """The buckets of all keys, by name; a key has its own quota or the one of all."""

    def __init__(self, kib_per_minute: float | None = None) -> None:
        self._kib_per_minute = kib_per_minute
        self._buckets: dict[str, Bucket] = {}

    def bucket(self, key: Key) -> Bucket | None:
        """Where its bodies are taken from; a full new one when its quota has been changed."""
        size = key.quota or self._kib_per_minute
        if size is None:
            return None
        found = self._buckets.get(key.name)
        if found is None or found.kib_per_minute != size:
            found = self._buckets[key.name] = Bucket(size)
        return found


class Charge:
    """What one request took from its key's bucket, where there is one."""

    def __init__(self, bucket: Bucket | None, declared: int) -> None:
        self._bucket = bucket
        self._taken = max(declared, 1)
        if bucket is not None:
            bucket.take(self._taken)

    def received(self, size: int) -> None:
        """The body had so many bytes, whatever was declared."""
        if self._bucket is not None:
            self._bucket.settle(size - self._taken)
            self._taken = size

    @property
    def headers(self) -> dict[str, str]:
        """Headers of the answer."""
        return {} if self._bucket is None else self._bucket.headers()


@contextmanager
def charged(request: Request) -> Iterator[Charge]:
    """Charge a request's key for its body. Raises `QuotaExceeded`.

    A body of undeclared length is let in when anything is left, and charged once it is there.
    What fails for our own sake (5xx) costs nothing.
    """
    key = key_of(request)
    quota: Quota = request.state.quota
    length = request.headers.get("content-length", "")
    bucket = None if key is None else quota.bucket(key)
    charge = Charge(bucket, int(length) if length.isdigit() else 0)
    try:
        yield charge
    except (Problem, EngineError) as error:
        if not isinstance(error, Problem) or error.status >= 500:
            charge.received(0)
        raise
