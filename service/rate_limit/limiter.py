"""Takes bytes from the caller's bucket on this machine and, with Redis, in all replicas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.config.settings import Settings
from service.kit import redis_client
from service.rate_limit.bucket import Allowance, Taken
from service.rate_limit.counters import Counters

if TYPE_CHECKING:
    from service.rate_limit.redis_counters import RedisCounters


class Limiter:
    """The buckets of this machine and those of all replicas.

    Both are always counted. So the bucket of this machine is not full when Redis fails, and a
    machine whose bucket is empty does not call Redis.

    Args:
        machine: the buckets of this machine.
        replicas: those of all machines; None if each machine counts by itself.
    """

    def __init__(self, machine: Counters, replicas: RedisCounters | None = None) -> None:
        self._machine = machine
        self._replicas = replicas

    @classmethod
    def from_settings(cls, settings: Settings, machine: Counters) -> Limiter:
        """With the Redis of the settings, if any."""
        # The Redis of jobs comes last, because it may write each change to its disk.
        url = settings.quota_redis_url or settings.results_redis_url or settings.jobs_redis_url
        if url is None:
            return cls(machine)
        from service.rate_limit.redis_counters import SECONDS, RedisCounters

        return cls(machine, RedisCounters(redis_client.connect(url, seconds=SECONDS)))

    async def take(self, allowance: Allowance, size: int, *, partly: bool = False) -> Taken:
        """See `Counters.take`. It never fails: without Redis only this machine counts."""
        here = await self._machine.take(allowance, size, partly=partly)
        if self._replicas is None or not here.granted:
            return here
        try:
            there = await self._replicas.take(allowance, here.granted, partly=partly)
        except BaseException:  # cancelled, because the caller hung up
            await self._machine.give_back(allowance, here.granted)
            raise
        if there is None:
            return here
        if there.granted < here.granted:
            await self._machine.give_back(allowance, here.granted - there.granted)
            return there
        return here if here.ahead > there.ahead else there

    async def give_back(self, allowance: Allowance, size: int) -> None:
        """See `Counters.give_back`; it does not wait for Redis."""
        await self._machine.give_back(allowance, size)
        if self._replicas is not None:
            self._replicas.give_back(allowance, size)

    async def aclose(self) -> None:
        """Send all that is pending, and close the connections."""
        if self._replicas is not None:
            await self._replicas.close()
