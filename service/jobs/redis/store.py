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
    Result,
    SortKey,
    StoreError,
    StoreFull,
)
from service.kit import redis_client

PREFIX = "copydesk:jobs:"
_TIMEOUT = 10.0  # seconds for an answer
_LOOKED_AT = 1000  # jobs that one step of a search by state visits
_SWEPT = 100  # jobs that one step of the sweep removes
_ENDED = (Ended.LOST, Ended.KEPT, Ended.NO_ROOM)  # as the script answers


class RedisStore:
    """See `JobStore`. What survives a crash of Redis depends on the persistence of Redis.

    Args:
        url: `redis://` or `rediss://`.
        lease: seconds for which a claim holds unless it is renewed.
        keep: seconds for which an ended job is kept.
        upload_seconds: seconds without a new part after which an incomplete job is dropped.
        most_bytes: the limit for documents and results; see `service.jobs.capacity`.
        clock: seconds since the epoch; by default the server's own time.
    """

    def __init__(
        self,
        url: SecretStr,
        *,
        lease: float = 30.0,
        keep: float = 86_400.0,
        upload_seconds: float = 120.0,
        most_bytes: int | None = None,
        clock: Callable[[], float] | None = None,
    ) -> None:
        self._url = url
        self._lease = lease
        self._keep = keep
        self._upload_seconds = upload_seconds
        self._most = "" if most_bytes is None else most_bytes
        self._clock = clock
        self._redis: Redis | None = None
        self._scripts: dict[str, Any] = {}
        self._added: dict[str, int] = {}  # documents of jobs that are being posted

    async def open(self) -> None:
        """See `JobStore.open`. This does not call the server, which may start later."""
        self._redis = redis_client.connect(self._url, seconds=_TIMEOUT)
        self._scripts = {}

    async def close(self) -> None:
        """See `JobStore.close`."""
        if self._redis is not None:
            await self._redis.aclose()

    async def known(self, owner: str, key: str) -> Known | None:
        """See `JobStore.known`."""
        found = await self._run(lua.KNOWN, rows.name(owner, key))
        return None if found is None else rows.known(*found)

    async def begin(
        self, owner: str, options: bytes | None, key: str | None, origin: str | None = None
    ) -> str:
        """See `JobStore.begin`."""
        job = uuid.uuid4().hex
        name = "" if key is None else rows.name(owner, key)
        given = (job, owner, name, options or b"", int(options is not None), origin or "")
        taken = await self._run(lua.BEGIN, *given, self._most)
        # A call that is retried after a broken connection may have succeeded the first time.
        if taken is not None and (known := rows.known(*taken)).job != job:
            raise KeyTaken(known)
        self._added[job] = 0
        return job

    async def add(self, job: str, payloads: Sequence[bytes]) -> None:
        """See `JobStore.add`."""
        if not await self._run(lua.ADD, job, self._added[job], self._most, *payloads):
            raise GivenUp(job)
        self._added[job] += len(payloads)

    async def commit(self, job: str, fingerprint: str) -> None:
        """See `JobStore.commit`."""
        if not await self._run(lua.COMMIT, job, fingerprint):
            raise GivenUp(job)
        self._added.pop(job, None)

    async def discard(self, job: str) -> None:
        """See `JobStore.discard`."""
        self._added.pop(job, None)
        await self._run(lua.DISCARD, job)

    async def find(self, job: str, owner: str) -> Job | None:
        """See `JobStore.find`."""
        row = await self._run(lua.FIND, job, RECENT)
        return rows.job_of(job, *row) if row[0] == owner.encode() else None

    async def owned(
        self,
        owner: str,
        limit: int,
        *,
        state: JobState | None = None,
        before: SortKey | None = None,
    ) -> list[Job]:
        """See `JobStore.owned`. It works in steps, because a script blocks all of Redis."""
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
        """See `JobStore.cancel`."""
        await self._run(lua.CANCEL, job, owner, self._keep)
        return await self.find(job, owner)

    async def results(self, job: str, after: int) -> list[Result]:
        """See `JobStore.results`."""
        answer = await self._ask("LRANGE", f"results:{job}", after, after + PAGE - 1)
        return [rows.result(number, row) for number, row in enumerate(answer, after + 1)]

    async def claim(self, limit: int) -> list[Claim]:
        """See `JobStore.claim`."""
        answer = await self._run(claims.CLAIM, self._lease, uuid.uuid4().hex, limit)
        return [rows.claim(*row) for row in answer]

    async def suspect(self) -> Claim | None:
        """See `JobStore.suspect`."""
        answer = await self._run(claims.SUSPECT, self._lease, uuid.uuid4().hex)
        return rows.claim(*answer[0]) if answer else None

    async def begins(self, claim: Claim) -> None:
        """See `JobStore.begins`."""
        await self._run(claims.BEGINS, *rows.claim_arguments([claim]))

    async def quarantine(self, job: str) -> None:
        """See `JobStore.quarantine`."""
        await self._run(claims.QUARANTINE, job)

    async def renew(self, held: Sequence[Claim]) -> set[str]:
        """See `JobStore.renew`."""
        kept = await self._run(claims.RENEW, self._lease, *rows.claim_arguments(held))
        return {token.decode() for token in kept}

    async def release(self, held: Sequence[Claim], *, tried: bool = False) -> None:
        """See `JobStore.release`."""
        await self._run(claims.RELEASE, int(tried), *rows.claim_arguments(held))

    async def finish(self, claim: Claim, content: bytes, *, failed: bool) -> Ended:
        """See `JobStore.finish`."""
        given = (self._keep, self._most, *rows.claim_arguments([claim]), int(failed), content)
        return _ENDED[await self._run(claims.FINISH, *given)]

    async def waiting(self) -> int:
        """See `JobStore.waiting`."""
        return int(await self._run(claims.WAITING))

    async def sweep(self) -> bool:
        """See `JobStore.sweep`."""
        return int(await self._run(lua.SWEEP, self._upload_seconds, _SWEPT)) >= _SWEPT

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
    # An error message of Redis holds no password, but the configured address may.
    if isinstance(error, ResponseError) and str(error).startswith("FULL"):
        return StoreFull("the jobs and their results take as much as they may")
    kind = StoreFull if isinstance(error, OutOfMemoryError) else StoreError
    return kind(f"Redis: {type(error).__name__}: {error}")
