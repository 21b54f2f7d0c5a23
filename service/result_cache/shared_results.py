"""Single flight over replicas: a result that one replica computes is used by all."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Coroutine
from typing import Literal

from pydantic import BaseModel

from service.config.settings import Settings
from service.inference.protocol import Engine
from service.kit import redis_client
from service.kit.offload import offload
from service.result_cache.encryption import MOST_PLAIN, Unreadable, seal, unseal
from service.result_cache.key import CacheKey, CacheKeys
from service.result_cache.redis_store import LOCK_SECONDS, MOST_BYTES, ResultStore, TakenResult

Outcome = Literal["hit", "waited", "computed", "skipped", "failed"]
_FIRST_PAUSE, _LONGEST_PAUSE = 0.01, 0.1  # seconds between two polls for another's result


class SharedResults:
    """Results in Redis, keyed by the input that they were computed from.

    Args:
        tell: called with the outcome of each lookup.
    """

    def __init__(
        self,
        store: ResultStore,
        keys: CacheKeys,
        tell: Callable[[Outcome], None] = lambda outcome: None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._store = store
        self._keys = keys
        self._tell = tell
        self._sleep = sleep
        self._behind: set[asyncio.Task[None]] = set()

    async def get(
        self,
        document: BaseModel,
        options: BaseModel,
        size: int,
        compute: Callable[[], Awaitable[str]],
        *,
        alone: bool = False,
    ) -> str:
        """The cached or computed result of a document of `size` characters.

        Background work is done `alone`: it neither takes the lock nor waits for it. Otherwise a
        caller could wait for work of low priority. Raises what `compute` raises, and does not
        store such a failure.
        """
        key = await offload(size, self._keys.of, document, options)
        token = secrets.token_hex(8)
        if alone:
            found, waited = await self._store.find(key.name), False
        else:
            found, waited = await self._look(key, token)
        if isinstance(found, bytes):
            try:
                content = await offload(len(found), unseal, key, found)
            except Unreadable:
                # The new result will replace it.
                found = TakenResult.NOTHING if alone else TakenResult.MINE
            else:
                self._tell("waited" if waited else "hit")
                return content.decode()
        return await self._computed(key, token, found, compute)

    @classmethod
    def from_settings(
        cls, settings: Settings, engine: Engine, tell: Callable[[Outcome], None]
    ) -> SharedResults | None:
        """The shared results of an engine, or None if no Redis is set."""
        if settings.results_redis_url is None:
            return None
        seconds = settings.results_timeout_ms / 1000
        client = redis_client.connect(settings.results_redis_url, seconds=seconds)
        store = ResultStore(client, seconds=seconds, keep=settings.results_seconds)
        assert settings.results_secret is not None  # the settings check it
        secret = settings.results_secret.get_secret_value().encode()
        return cls(store, CacheKeys(engine, secret), tell)

    async def aclose(self) -> None:
        """Finish storing results, and close all connections."""
        await asyncio.gather(*self._behind)
        await self._store.close()

    async def _look(self, key: CacheKey, token: str) -> tuple[bytes | TakenResult, bool]:
        """The stored value, and whether this waited for another replica to compute it.

        It does not wait longer than a lock lasts.
        """
        found = await self._store.take(key.name, token)
        pause, waited = _FIRST_PAUSE, 0.0
        while found is TakenResult.THEIRS and waited < LOCK_SECONDS:
            await self._sleep(pause)
            waited += pause
            pause = min(1.5 * pause, _LONGEST_PAUSE)
            found = await self._store.take(key.name, token)
        return found, waited > 0

    async def _computed(
        self, key: CacheKey, token: str, found: TakenResult, compute: Callable[[], Awaitable[str]]
    ) -> str:
        outcome: Outcome = "computed"
        if found is TakenResult.SKIPPED or found is TakenResult.FAILED:
            outcome = found.value
        self._tell(outcome)
        try:
            content = await compute()
        except BaseException:  # cancellation too: another caller may begin at once
            if found is TakenResult.MINE:
                self._later(self._store.release(key.name, token))
            raise
        if outcome == "computed":
            self._later(self._keep(key, token, content))
        return content

    async def _keep(self, key: CacheKey, token: str, content: str) -> None:
        plain = content.encode()
        sealed = await offload(len(content), seal, key, plain)
        if len(plain) <= MOST_PLAIN and len(sealed) <= MOST_BYTES:
            await self._store.put(key.name, token, sealed)
        else:
            await self._store.release(key.name, token)

    def _later(self, work: Coroutine[None, None, None]) -> None:
        """Run this after the caller has its answer."""
        task = asyncio.create_task(work)
        self._behind.add(task)
        task.add_done_callback(self._behind.discard)
