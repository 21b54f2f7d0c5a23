"""Charges the bytes of request bodies to the quotas of their keys."""

from __future__ import annotations

import math
import time
from functools import lru_cache

from service.api.errors.problems import QuotaExceeded
from service.keys.key import ApiKey
from service.keys.keyring import Keyring
from service.rate_limit.bucket import WINDOW, Allowance
from service.rate_limit.limiter import Limiter


class Quota:
    """The quotas of all keys by name. A key has its own quota or the common one.

    Args:
        limiter: keeps their buckets.
        keyring: has the present entry of a key, which may have changed since its request began.
        kib_per_minute: the quota of keys without their own; None for no quota.
    """

    def __init__(
        self, limiter: Limiter, keyring: Keyring, kib_per_minute: float | None = None
    ) -> None:
        self.limiter = limiter
        self._keyring = keyring
        self._kib_per_minute = kib_per_minute

    def allowance(self, key: ApiKey) -> Allowance | None:
        """The quota in the present entry of a key; None if it is unlimited."""
        now = self._keyring.current(key) or key
        size = now.quota or self._kib_per_minute
        return None if size is None else Allowance(now.name, size)


class Charge:
    """The bytes that one request takes from its key's bucket.

    A declared length is taken as a whole before reading, and the part that never arrives is given
    back. For a body of unknown length one byte is taken before reading, and the rest while reading.
    """

    def __init__(
        self, quota: Quota, key: ApiKey, allowance: Allowance, declared: int | None
    ) -> None:
        self._limiter = quota.limiter
        self._quota = quota
        self._key = key
        self._allowance = allowance
        self._declared = declared
        self._taken = 0
        self._read = 0
        self._full_at = 0.0  # on the monotonic clock

    async def begin(self) -> None:
        """Take bytes before the body is read. Raises `QuotaExceeded`."""
        size = 1 if self._declared is None else self._declared
        if await self._take(size, partly=False) < size:
            raise self.exceeded()

    def covers(self, size: int) -> bool:
        """Count `size` bytes as read if they were taken before. Returns whether they were."""
        if self._read + size > self._taken:
            return False
        self._read += size
        return True

    async def received(self, size: int) -> int:
        """Count `size` bytes as read, and return how many of them the quota covers."""
        covered = min(size, self._taken - self._read)
        if covered < size:
            self._allowance = self._quota.allowance(self._key) or self._allowance
            covered += await self._take(size - covered, partly=True)
        self._read += covered
        return covered

    async def end(self) -> None:
        """End the charge, because nothing more will be read."""
        await self._settle(self._read)

    async def waive(self) -> None:
        """Give everything back, because of a server error."""
        await self._settle(0)

    def exceeded(self) -> QuotaExceeded:
        """The problem, with the seconds after which the body fits, unless it never does."""
        limit = f"This key may post {self._allowance.kib_per_minute:g} KiB a minute"
        ahead = self._ahead()
        if self._declared is None:  # its length is unknown, so wait for a full bucket
            seconds = ahead
        elif self._allowance.fits(self._declared):
            seconds = self._allowance.wait(ahead, self._declared)
        else:
            detail = f"{limit}, and this body has {self._declared} bytes: post it in parts."
            return QuotaExceeded(detail)
        wait = max(1, math.ceil(seconds - 1e-3))
        detail = f"{limit}. Try again in {wait} s."
        return QuotaExceeded(detail, headers={"Retry-After": str(wait)})

    def headers(self) -> list[tuple[bytes, bytes]]:
        """The rest of the quota, in the headers of draft-ietf-httpapi-ratelimit-headers-10."""
        ahead = self._ahead()
        left = b'"key";r=%d;t=%d' % (self._allowance.left(ahead), math.ceil(ahead))
        return [(b"ratelimit-policy", _policy(self._allowance)), (b"ratelimit", left)]

    async def _take(self, size: int, *, partly: bool) -> int:
        taken = await self._limiter.take(self._allowance, size, partly=partly)
        self._full_at = time.monotonic() + taken.ahead
        self._taken += taken.granted
        return taken.granted

    async def _settle(self, size: int) -> None:
        rest, self._taken, self._read = self._taken - size, size, size
        if rest > 0:
            self._full_at -= self._allowance.seconds(rest)
            await self._limiter.give_back(self._allowance, rest)

    def _ahead(self) -> float:
        return max(0.0, self._full_at - time.monotonic())


@lru_cache(maxsize=1024)
def _policy(allowance: Allowance) -> bytes:
    return b'"key";q=%d;qu="content-bytes";w=%d' % (int(allowance.full), WINDOW)
