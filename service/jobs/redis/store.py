"""The store in Redis (7 or newer, or Valkey), which the workers of all machines share."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from typing import Any

from pydantic import SecretStr
from redis.asyncio import Redis
from redis.exceptions import OutOfMemoryError, RedisError, ResponseError

from service.jobs.redis import claims, rows
from service.jobs.redis import scripts as lua
from service.jobs.store import (
    PAGE,
    RECENT,
    Claim,
    Ended,
    GivenUp,
    Job,
    JobState,
    KeyTaken,
    Known,
    Place,
    Result,
    StoreError,
    StoreFull,
)
from service.kit import redis_client

PREFIX = "copydesk:jobs:"
_TIMEOUT = 10.0  # seconds for an answer
_LOOKED_AT = 1000  # jobs that one step of a search for some state looks at
_SWEPT = 100  # jobs that one step of the sweep removes
_ENDED = (Ended.LOST, Ended.KEPT, Ended.NO_ROOM)  # as the script answers


class RedisStore:
    """See `Store`. What outlives a crash of Redis itself is up to its own persistence.

    Args:
        url: `redis://` or `rediss://`.
        lease: seconds for which a claim holds unless it is renewed.
        keep: seconds for which an ended job is kept.
        patience: seconds without news after which a half posted job is given up.
        most_bytes: that documents and results may take; see `room`.
        clock: seconds since the epoch; the server's own time when left out.
    """

    def __init__(
        self,
        url: SecretStr,
        *,
        lease: float = 30.0,
        keep: float = 86_400.0,
        patience: float = 120.0,
        most_bytes: int | None = None,
        clock: Callable[[], float] | None = None,
    ) -> None:
        self._url = url
        self._lease = lease
        self._keep = keep
        self._patience = patience
        self._most = "" if most_bytes is None else most_bytes
        self._clock = clock
        self._redis: Redis | None = None
        self._scripts: dict[str, Any] = {}
        self._added: dict[str, int] = {}  # documents of jobs that are being posted

    async def open(self) -> None:
        """See `Store.open`. Nothing is asked of the server yet: it may come later."""
        self._redis = redis_client.connect(self._url, seconds=_TIMEOUT)
        self._scripts = {}

    async def close(self) -> None:
        """See `Store.close`."""
        if self._redis is not None:
            await self._redis.aclose()

    async def known(self, owner: str, key: str) -> Known | None:
        """See `Store.known`."""
        found = await self._run(lua.KNOWN, rows.name(owner, key))
        return None if found is None else rows.known(*found)

    async def begin(
        self, owner: str, options: bytes | None, key: str | None, origin: str | None = None
    ) -> str:
        """See `Store.begin`."""
        job = uuid.uuid4().hex
        name = "" if key is None else rows.name(owner, key)
        given = (job, owner, name, options or b"", int(options is not None), origin or "")
        taken = await self._run(lua.BEGIN, *given, self._most)
        # What is asked again after a broken connection may have been done.
        if taken is not None and (known := rows.known(*taken)).job != job:
            raise KeyTaken(known)
        self._added[job] = 0
        return job

    async def add(self, job: str, payloads: Sequence[bytes]) -> None:
        """See `Store.add`."""
        if not await self._run(lua.ADD, job, self._added[job], self._most, *payloads):
            raise GivenUp(job)
        self._added[job] += len(payloads)

    async def commit(self, job: str, fingerprint: str) -> None:
        """See `Store.commit`."""
        if not await self._run(lua.COMMIT, job, fingerprint):
            raise GivenUp(job)
        self._added.pop(job, None)

    async def discard(self, job: str) -> None:
        """See `Store.discard`."""
        self._added.pop(job, None)
        await self._run(lua.DISCARD, job)

    async def find(self, job: str, owner: str) -> Job | None:
        """See `Store.find`."""
        row = await self._run(lua.FIND, job, RECENT)
        return rows.job_of(job, *row) if row[0] == owner.encode() else None

    async def owned(
        self, owner: str, limit: int, *, state: JobState | None = None, before: Place | None = None
    ) -> list[Job]:
        """See `Store.owned`. In steps, for while it takes one Redis does nothing else."""
        step = limit if state is None else _LOOKED_AT
        edge = "+" if before is None else f"({before[0]:017.6f}:{before[1]}"
        found: list[Job] = []
        while True:
            page, last = await self._run(lua.OWNED, owner, edge, state or "", RECENT, step)
            jobs = (rows.job_of(job.decode(), *row) for job, *row in page)
            found += [job for job in jobs if job is not None]
            if last is None or len(found) >= limit:
                return found[:limit]
            edge = f"({last.decode()}"

    async def cancel(self, job: str, owner: str) -> Job | None:
        """See `Store.cancel`."""
        await self._run(lua.CANCEL, job, owner, self._keep)
        return await self.find(job, owner)

    async def results(self, job: str, after: int) -> list[Result]:
        """See `Store.results`."""
        answer = await self._ask("LRANGE", f"results:{job}", after, after + PAGE - 1)
        return [rows.result(number, row) for number, row in enumerate(answer, after + 1)]

    async def claim(self, limit: int) -> list[Claim]:
        """See `Store.claim`."""
        answer = await self._run(claims.CLAIM, self._lease, uuid.uuid4().hex, limit)
        return [rows.claim(*row) for row in answer]

    async def suspect(self) -> Claim | None:
        """See `Store.suspect`."""
        answer = await self._run(claims.SUSPECT, self._lease, uuid.uuid4().hex)
        return rows.claim(*answer[0]) if answer else None

    async def begins(self, claim: Claim) -> None:
        """See `Store.begins`."""
        await self._run(claims.BEGINS, *rows.told([claim]))

    async def quarantine(self, job: str) -> None:
        """See `Store.quarantine`."""
        await self._run(claims.QUARANTINE, job)

    async def renew(self, held: Sequence[Claim]) -> set[str]:
        """See `Store.renew`."""
        kept = await self._run(claims.RENEW, self._lease, *rows.told(held))
        return {token.decode() for token in kept}

    async def release(self, held: Sequence[Claim], *, tried: bool = False) -> None:
        """See `Store.release`."""
        await self._run(claims.RELEASE, int(tried), *rows.told(held))

    async def finish(self, claim: Claim, content: bytes, *, failed: bool) -> Ended:
        """See `Store.finish`."""
        given = (self._keep, self._most, *rows.told([claim]), int(failed), content)
        return _ENDED[await self._run(claims.FINISH, *given)]

    async def waiting(self) -> int:
        """See `Store.waiting`."""
        return int(await self._run(claims.WAITING))

    async def sweep(self) -> bool:
        """See `Store.sweep`."""
        return int(await self._run(lua.SWEEP, self._patience, _SWEPT)) >= _SWEPT

    async def _run(self, script: str, *arguments: Any) -> Any:
        now = "" if self._clock is None else repr(self._clock())
        try:
            if script not in self._scripts:
                self._scripts[script] = self._server.register_script(script)
            return await self._scripts[script](keys=[PREFIX], args=[now, *arguments])
        except (RedisError, OSError) as error:
            raise _as_ours(error) from error

    async def _ask(self, command: str, key: str, *arguments: Any) -> Any:
        try:
            run: Any = self._server.execute_command
            return await run(command, PREFIX + key, *arguments)
        except (RedisError, OSError) as error:
            raise _as_ours(error) from error

    @property
    def _server(self) -> Redis:
        if self._redis is None:
            raise StoreError("the store is not open")
        return self._redis


def _as_ours(error: Exception) -> StoreError:
    # Redis' own words name no password; the address that was given may.
    if isinstance(error, ResponseError) and str(error).startswith("FULL"):
        return StoreFull("the jobs and their results take as much as they may")
    kind = StoreFull if isinstance(error, OutOfMemoryError) else StoreError
    return kind(f"Redis: {type(error).__name__}: {error}")
