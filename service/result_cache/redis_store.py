"""What is said to Redis: a value or the right to compute it, in one round trip.

Each call is bounded in time and none raises: a Redis that is down or slow costs some
milliseconds a few times, then nothing until it is tried again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from enum import Enum
from typing import TYPE_CHECKING, Any, Literal

import structlog

from service.kit.circuit_breaker import CircuitBreaker

if TYPE_CHECKING:
    from redis.asyncio import Redis

LOCK_SECONDS = 10.0  # a lock outlives its holder by no more
MOST_BYTES = 8 * 1024 * 1024  # of a sealed value
_BEHIND = 0.5  # seconds for what no caller waits for

_log = structlog.get_logger("copydesk.results")

# Both keys have the same hash tag, so that a cluster keeps them together.
# What is longer than any of ours was put there by another, and is not even fetched.
_FIND = """
local size = redis.call('STRLEN', KEYS[1])
if size > 0 and size <= tonumber(ARGV[3]) then return redis.call('GET', KEYS[1]) end
"""
_TAKE = (
    _FIND
    + """
if redis.call('SET', KEYS[2], ARGV[1], 'NX', 'PX', ARGV[2]) then return 1 end
return 0
"""
)
_PUT = """
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
if redis.call('GET', KEYS[2]) == ARGV[1] then redis.call('DEL', KEYS[2]) end
"""
_RELEASE = "if redis.call('GET', KEYS[2]) == ARGV[1] then redis.call('DEL', KEYS[2]) end"


class TakenResult(Enum):
    """What there is instead of a value: the lock for me, another's, nothing, or no Redis."""

    MINE = "mine"
    THEIRS = "theirs"
    NOTHING = "nothing"
    SKIPPED = "skipped"
    FAILED = "failed"


class ResultStore:
    """Values that expire, and locks that do.

    Args:
        seconds: that a caller may lose to one call.
        keep: seconds after which a value expires.
    """

    def __init__(
        self, redis: Redis, *, seconds: float, keep: float, breaker: CircuitBreaker | None = None
    ) -> None:
        self._redis = redis
        self._seconds = seconds
        self._keep = keep
        self._breaker = breaker or CircuitBreaker()
        self._find = redis.register_script(_FIND)
        self._take = redis.register_script(_TAKE)
        self._put = redis.register_script(_PUT)
        self._release = redis.register_script(_RELEASE)
        self._working = True

    async def find(self, name: str) -> bytes | TakenResult:
        """The value of a name, whoever holds its lock."""
        arguments: list[str | int] = ["", 0, MOST_BYTES]
        found = await self._bounded(
            self._seconds, lambda: self._find(keys=_keys(name), args=arguments)
        )
        return found if isinstance(found, bytes | TakenResult) else TakenResult.NOTHING

    async def take(self, name: str, token: str) -> bytes | TakenResult:
        """The value of a name, else whether `token` now holds its lock."""
        arguments: list[str | int] = [token, int(LOCK_SECONDS * 1000), MOST_BYTES]
        found = await self._bounded(
            self._seconds, lambda: self._take(keys=_keys(name), args=arguments)
        )
        if isinstance(found, bytes | TakenResult):
            return found
        return TakenResult.MINE if found else TakenResult.THEIRS

    async def put(self, name: str, token: str, value: bytes) -> None:
        """Keep a value and give the lock back."""
        arguments: list[str | bytes | int] = [token, value, max(1, int(self._keep * 1000))]
        await self._bounded(_BEHIND, lambda: self._put(keys=_keys(name), args=arguments))

    async def release(self, name: str, token: str) -> None:
        """Give the lock back without a value."""
        await self._bounded(_BEHIND, lambda: self._release(keys=_keys(name), args=[token]))

    async def close(self) -> None:
        """End all connections."""
        await self._redis.aclose()

    async def _bounded(
        self, seconds: float, ask: Callable[[], Awaitable[Any]]
    ) -> Any | Literal[TakenResult.SKIPPED, TakenResult.FAILED]:
        from redis.exceptions import RedisError

        if not self._breaker.allows():
            return TakenResult.SKIPPED
        try:
            async with asyncio.timeout(seconds):
                found = await ask()
        except (RedisError, OSError, TimeoutError) as error:
            self._breaker.failed()
            self._tell(working=False, why=type(error).__name__)
            return TakenResult.FAILED
        self._breaker.succeeded()
        self._tell(working=True)
        return found

    def _tell(self, *, working: bool, **why: str) -> None:
        if working != self._working:
            self._working = working
            say = _log.info if working else _log.warning
            say("shared results are back" if working else "shared results fail", **why)


def _keys(name: str) -> list[str]:
    return [f"copydesk:{{{name}}}:result", f"copydesk:{{{name}}}:lock"]
