"""Buckets that all replicas share, in Redis, on its clock: one number for each name.

Nothing here raises or takes long: a Redis that hangs costs a quarter of a second a few times,
then nothing until it is tried again, and meanwhile each machine counts by itself.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

import structlog

from service.rate_limit.bucket import TOLERANCE, WINDOW, Allowance, Taken
from service.results.breaker import Breaker

if TYPE_CHECKING:
    from redis.asyncio import Redis

PREFIX = "copydesk:quota:"
# That a request may lose to one question. Pauses of a loaded event loop must not be taken for a
# Redis that is down: what it does not count is let through once on each machine.
SECONDS = 0.25

_log = structlog.get_logger("copydesk.quota")

# As `bucket`, on the server's own clock. Where that was set back, no more than a minute is left
# of what seems to be owed.
_HEAD = f"""
local rate, size = tonumber(ARGV[1]), tonumber(ARGV[2])
local window, tolerance = {WINDOW!r}, {TOLERANCE!r}
local t = redis.call('TIME')
local now = tonumber(t[1]) + tonumber(t[2]) / 1e6
local due = tonumber(redis.call('GET', KEYS[1]) or 0)
local ahead = math.min(math.max(0, due - now), window + tolerance)
local function keep(ahead)
    local text = string.format('%.6f', now + ahead)
    redis.call('SET', KEYS[1], text, 'PX', math.ceil(ahead * 1000) + 1000)
end
"""
TAKE = (
    _HEAD
    + """
local granted = size
if ahead + size / rate > window + tolerance then
    granted = 0
    if ARGV[3] == '1' then
        granted = math.min(size, math.max(0, math.floor((window - ahead + tolerance) * rate)))
    end
end
ahead = ahead + granted / rate
if granted > 0 then keep(ahead) end
return {granted, string.format('%.6f', ahead)}
"""
)
GIVE_BACK = (
    _HEAD
    + """
keep(math.max(0, ahead - size / rate))
"""
)


class RedisCounters:
    """Buckets in Redis; None instead of an answer while it cannot be asked.

    Args:
        seconds: that a caller may lose to one question.
    """

    def __init__(
        self, redis: Redis, *, seconds: float = SECONDS, breaker: Breaker | None = None
    ) -> None:
        self._redis = redis
        self._seconds = seconds
        self._breaker = breaker or Breaker()
        self._take = redis.register_script(TAKE)
        self._give_back = redis.register_script(GIVE_BACK)
        self._working = True

    async def take(self, allowance: Allowance, size: int, *, partly: bool) -> Taken | None:
        """See `Counters.take`."""
        arguments = [*_arguments(allowance, size), int(partly)]
        found = await self._bounded(lambda: self._take(keys=[_key(allowance)], args=arguments))
        return None if found is None else Taken(int(found[0]), float(found[1]))

    async def give_back(self, allowance: Allowance, size: int) -> None:
        """See `Counters.give_back`."""
        arguments = _arguments(allowance, size)
        await self._bounded(lambda: self._give_back(keys=[_key(allowance)], args=arguments))

    async def close(self) -> None:
        """End all connections."""
        await self._redis.aclose()

    async def _bounded(self, ask: Callable[[], Awaitable[Any]]) -> Any:
        from redis.exceptions import RedisError

        if not self._breaker.allows():
            return None
        try:
            async with asyncio.timeout(self._seconds):
                found = await ask()
        except (RedisError, OSError, TimeoutError) as error:
            self._breaker.failed()
            self._tell(working=False, why=type(error).__name__)
            return None
        self._breaker.succeeded()
        self._tell(working=True)
        return found

    def _tell(self, *, working: bool, **why: str) -> None:
        if working == self._working:
            return
        self._working = working
        if working:
            _log.info("quotas are counted in Redis again")
        else:
            _log.warning("Redis does not answer; each machine counts quotas by itself", **why)


def _key(allowance: Allowance) -> str:
    return f"{PREFIX}{allowance.name}:{allowance.kib_per_minute!r}"


def _arguments(allowance: Allowance, size: int) -> list[str | int]:
    return [repr(allowance.full / WINDOW), size]
