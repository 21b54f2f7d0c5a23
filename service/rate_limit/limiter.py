"""What a caller takes is taken on this machine, and where there is Redis, of all replicas too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.config.settings import Settings
from service.kit import redis_client
from service.rate_limit.bucket import Allowance, Taken
from service.rate_limit.counters import Counters

if TYPE_CHECKING:
    from service.rate_limit.redis_counters import RedisCounters


class Limiter:
    """The buckets that count.

    Both are counted always, so that a Redis that goes away opens no full bucket here, and a
    machine that has had its quota asks Redis nothing more.

    Args:
        machine: the buckets of this machine.
        replicas: those of all machines; None where each counts by itself.
    """

    def __init__(self, machine: Counters, replicas: RedisCounters | None = None) -> None:
        self._machine = machine
        self._replicas = replicas

    @classmethod
    def from_settings(cls, settings: Settings, machine: Counters) -> Limiter:
        """With the Redis of the settings, if any."""
        # That of results goes before: that of jobs may write each change to its disk.
        url = settings.quota_redis_url or settings.results_redis_url or settings.jobs_redis_url
        if url is None:
            return cls(machine)
        from service.rate_limit.redis_counters import SECONDS, RedisCounters

        return cls(machine, RedisCounters(redis_client.connect(url, seconds=SECONDS)))

    async def take(self, allowance: Allowance, size: int, *, partly: bool = False) -> Taken:
        """See `Counters.take`. It never fails: without Redis this machine decides."""
        here = await self._machine.take(allowance, size, partly=partly)
        if self._replicas is None or not here.granted:
            return here
        try:
            there = await self._replicas.take(allowance, here.granted, partly=partly)
        except BaseException:  # a caller who leaves meanwhile
            await self._machine.give_back(allowance, here.granted)
            raise
        if there is None:
            return here
        if there.granted < here.granted:
            await self._machine.give_back(allowance, here.granted - there.granted)
            return there
        return here if here.ahead > there.ahead else there

    async def give_back(self, allowance: Allowance, size: int) -> None:
        """See `Counters.give_back`; nobody waits for Redis."""
        await self._machine.give_back(allowance, size)
        if self._replicas is not None:
            self._replicas.give_back(allowance, size)

    async def aclose(self) -> None:
        """Finish what nobody waited for, and end all connections."""
        if self._replicas is not None:
            await self._replicas.close()
