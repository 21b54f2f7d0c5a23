"""Buckets that all replicas share, in Redis and on its clock, with one number for each name.

Calls that arrive during a round trip are sent together in the next one, so that a burst of
requests is no burst on Redis. Nothing here raises or takes long: if Redis hangs, a few calls take
half a second, then it is not called until the next trial. In that time each machine counts by
itself.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import structlog

from service.kit.circuit_breaker import CircuitBreaker
from service.rate_limit.bucket import TOLERANCE, WINDOW, Allowance, Taken

if TYPE_CHECKING:
    from redis.asyncio import Redis

PREFIX = "copydesk:quota:"
# The time limit of one round trip. It is long enough that a pause of a loaded event loop does not
# look like a failure of Redis: without Redis each machine grants the whole quota.
SECONDS = 0.5
_TOGETHER = 500  # calls in a round trip

_log = structlog.get_logger("copydesk.quota")

# The arithmetic of `bucket` on the server's own clock; a size below 0 is returned to the bucket.
# After that clock was set back, a bucket is empty for a minute at most.
SCRIPT = f"""
local rate, size = tonumber(ARGV[1]), tonumber(ARGV[2])
local window, tolerance = {WINDOW!r}, {TOLERANCE!r}
local t = redis.call('TIME')
local now = tonumber(t[1]) + tonumber(t[2]) / 1e6
local due = tonumber(redis.call('GET', KEYS[1]) or 0)
local ahead = math.min(math.max(0, due - now), window + tolerance)
local granted = size
if size > 0 and ahead + size / rate > window + tolerance then
    granted = 0
    if ARGV[3] == '1' then
        granted = math.min(size, math.max(0, math.floor((window - ahead + tolerance) * rate)))
    end
end
ahead = math.max(0, ahead + granted / rate)
if granted ~= 0 then
    local text = string.format('%.6f', now + ahead)
    redis.call('SET', KEYS[1], text, 'PX', math.ceil(ahead * 1000) + 1000)
end
return {{granted, string.format('%.6f', ahead)}}
"""


@dataclass(slots=True, eq=False)
class _Call:
    """A call that waits for a round trip. `answer` is None while Redis is not available."""

    allowance: Allowance
    size: int
    partly: bool
    answer: asyncio.Future[Taken | None]


class RedisCounters:
    """Buckets in Redis. The answers are None while it is not available.

    Args:
        seconds: the time limit of one round trip.
    """

    def __init__(
        self, redis: Redis, *, seconds: float = SECONDS, breaker: CircuitBreaker | None = None
    ) -> None:
        self._redis = redis
        self._seconds = seconds
        self._breaker = breaker or CircuitBreaker()
        self._waiting: list[_Call] = []
        self._sender: asyncio.Task[None] | None = None
        self._working = True

    async def take(self, allowance: Allowance, size: int, *, partly: bool) -> Taken | None:
        """See `Counters.take`."""
        return await self._ask(allowance, size, partly)

    def give_back(self, allowance: Allowance, size: int) -> None:
        """See `Counters.give_back`; this does not wait for the round trip."""
        self._ask(allowance, -size, False)

    async def close(self) -> None:
        """Send all that is pending, and close the connections."""
        if self._sender is not None:
            await self._sender
        await self._redis.aclose()

    def _ask(self, allowance: Allowance, size: int, partly: bool) -> asyncio.Future[Taken | None]:
        answer = asyncio.get_running_loop().create_future()
        self._waiting.append(_Call(allowance, size, partly, answer))
        if self._sender is None:
            self._sender = asyncio.create_task(self._send())
        return answer

    async def _send(self) -> None:
        try:
            while self._waiting:
                asked, self._waiting = self._waiting[:_TOGETHER], self._waiting[_TOGETHER:]
                await self._settle(asked)
        finally:
            self._sender = None

    async def _settle(self, asked: Sequence[_Call]) -> None:
        answers: list[Taken | None] = [None] * len(asked)
        try:
            answers = await self._answers(asked)
        finally:  # whatever fails, no caller waits forever
            for call, taken in zip(asked, answers, strict=True):
                if not call.answer.done():
                    call.answer.set_result(taken)
                elif taken is not None and taken.granted > 0:  # its caller has hung up
                    self.give_back(call.allowance, taken.granted)

    async def _answers(self, asked: Sequence[_Call]) -> list[Taken | None]:
        from redis.exceptions import RedisError

        nothing: list[Taken | None] = [None] * len(asked)
        if not self._breaker.allows():
            return nothing
        try:
            async with asyncio.timeout(self._seconds), self._redis.pipeline(False) as pipe:
                for call in asked:
                    pipe.eval(SCRIPT, 1, *_arguments(call))
                found = await pipe.execute()
        except (RedisError, OSError, TimeoutError) as error:
            self._breaker.failed()
            self._tell(working=False, why=type(error).__name__)
            return nothing
        self._breaker.succeeded()
        self._tell(working=True)
        return [_taken(one) for one in found]

    def _tell(self, *, working: bool, **why: str) -> None:
        if working == self._working:
            return
        self._working = working
        if working:
            _log.info("quotas are counted in Redis again")
        else:
            _log.warning("Redis does not answer; each machine counts quotas by itself", **why)


def _arguments(call: _Call) -> list[str]:
    allowance = call.allowance
    key = f"{PREFIX}{allowance.name}:{allowance.kib_per_minute!r}"
    rate = repr(allowance.full / WINDOW)
    return [key, rate, str(call.size), str(int(call.partly))]


def _taken(found: Any) -> Taken:
    granted, ahead = found
    return Taken(int(granted), float(ahead))
