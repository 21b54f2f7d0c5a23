"""Cached values in Redis: one round trip returns a value or the lock for computing it.

Each call has a time limit and none raises. If Redis is down or slow, a few calls take some
milliseconds, then it is not called until the next trial.
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

LOCK_SECONDS = 10.0  # a lock outlives its holder by this time at most
MOST_BYTES = 8 * 1024 * 1024  # of an encrypted value
_BEHIND = 0.5  # time limit in seconds of calls that no caller waits for

_log = structlog.get_logger("copydesk.results")

# Both keys have the same hash tag, so that a cluster keeps them together.
# A value that is longer than any of ours was written by something else and is not fetched.
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
    """The outcome without a value.

    The lock is mine or another caller's, there is nothing, Redis was skipped, or it failed.
    """

    MINE = "mine"
    THEIRS = "theirs"
    NOTHING = "nothing"
    SKIPPED = "skipped"
    FAILED = "failed"


class ResultStore:
    """Values and locks that expire.

    Args:
        seconds: the time limit of a call that a caller waits for.
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
        """The value of a name; the lock is ignored."""
        arguments: list[str | int] = ["", 0, MOST_BYTES]
        found = await self._bounded(
            self._seconds, lambda: self._find(keys=_keys(name), args=arguments)
        )
        return found if isinstance(found, bytes | TakenResult) else TakenResult.NOTHING

    async def take(self, name: str, token: str) -> bytes | TakenResult:
        """The value of a name, or else whether `token` now holds its lock."""
        arguments: list[str | int] = [token, int(LOCK_SECONDS * 1000), MOST_BYTES]
        found = await self._bounded(
            self._seconds, lambda: self._take(keys=_keys(name), args=arguments)
        )
        if isinstance(found, bytes | TakenResult):
            return found
        return TakenResult.MINE if found else TakenResult.THEIRS

    async def put(self, name: str, token: str, value: bytes) -> None:
        """Store a value and release the lock."""
        arguments: list[str | bytes | int] = [token, value, max(1, int(self._keep * 1000))]
        await self._bounded(_BEHIND, lambda: self._put(keys=_keys(name), args=arguments))

    async def release(self, name: str, token: str) -> None:
        """Release the lock without a value."""
        await self._bounded(_BEHIND, lambda: self._release(keys=_keys(name), args=[token]))

    async def close(self) -> None:
        """Close all connections."""
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
