"""The store in an SQLite file, which the workers of one machine share."""

from __future__ import annotations

import sqlite3
import time
import uuid
from collections.abc import Callable, Sequence
from pathlib import Path

from service.jobs.sqlite import capacity, claims
from service.jobs.sqlite import expiry as sweeping
from service.jobs.sqlite import views as shown
from service.jobs.sqlite.connection import Database, transaction
from service.jobs.store import (
    PAGE,
    Claim,
    Ended,
    GivenUp,
    Job,
    JobState,
    KeyTaken,
    Known,
    Result,
    SortKey,
    StoreFull,
)


class SqliteStore:
    """See `JobStore`.

    Args:
        path: the file; it and its folder are created if they do not exist.
        lease: seconds for which a claim holds unless it is renewed.
        keep: seconds for which an ended job is kept.
        upload_seconds: seconds without a new part after which an incomplete job is dropped.
        most_bytes: the limit for documents and results; see `service.jobs.capacity`.
        clock: seconds since the epoch.
        steady: a monotonic clock that all processes of the machine share. It may restart with the
            machine, so leases that seem too long count as expired.
    """

    def __init__(
        self,
        path: Path,
        *,
        lease: float = 30.0,
        keep: float = 86_400.0,
        upload_seconds: float = 120.0,
        most_bytes: int | None = None,
        clock: Callable[[], float] = time.time,
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        self.path = path
        self._database = Database(path)
        self._lease = lease
        self._keep = keep
        self._upload_seconds = upload_seconds
        self._most_bytes = most_bytes
        self._clock = clock
        self._steady = steady

    async def open(self) -> None:
        """See `JobStore.open`."""
        await self._database.run(lambda _: None)

    async def close(self) -> None:
        """See `JobStore.close`."""
        await self._database.close()

    async def known(self, owner: str, key: str) -> Known | None:
        """See `JobStore.known`."""
        return await self._database.run(lambda db: shown.known(db, owner, key))

    async def begin(
        self, owner: str, options: bytes | None, key: str | None, origin: str | None = None
    ) -> str:
        """See `JobStore.begin`."""
        job, now, steady = uuid.uuid4().hex, self._clock(), self._steady()

        def begun(db: sqlite3.Connection) -> str:
            with transaction(db):
                self._check_room(db)
                found = shown.known(db, owner, key) if key is not None else None
                if found is not None:
                    raise KeyTaken(found)
                db.execute(
                    "INSERT INTO job (id, owner, key, options, origin, state, touched, created)"
                    " VALUES (?, ?, ?, ?, ?, 'receiving', ?, ?)",
                    (job, owner, key, options, origin, steady, now),
                )
            return job

        return await self._database.run(begun)

    async def add(self, job: str, payloads: Sequence[bytes]) -> None:
        """See `JobStore.add`."""
        steady = self._steady()

        def added(db: sqlite3.Connection) -> None:
            with transaction(db):
                self._check_room(db, payloads)
                found = db.execute(
                    "UPDATE job SET total = total + ?, touched = ?"
                    " WHERE id = ? AND state = 'receiving' RETURNING number, total",
                    (len(payloads), steady, job),
                ).fetchone()
                if found is None:
                    raise GivenUp(job)
                number, total = found
                for position, payload in enumerate(payloads, total - len(payloads)):
                    made = db.execute(
                        "INSERT INTO document (job, position) VALUES (?, ?)", (number, position)
                    )
                    db.execute("INSERT INTO payload VALUES (?, ?)", (made.lastrowid, payload))

        await self._database.run(added)

    async def commit(self, job: str, fingerprint: str) -> None:
        """See `JobStore.commit`."""

        def committed(db: sqlite3.Connection) -> None:
            with transaction(db):
                made = db.execute(
                    "UPDATE job SET state = 'running', fingerprint = ?, turn = ("
                    " SELECT coalesce(min(turn) - 1, 0) FROM job WHERE state = 'running')"
                    " WHERE id = ? AND state = 'receiving'",
                    (fingerprint, job),
                )
                if not made.rowcount:
                    raise GivenUp(job)

        await self._database.run(committed)

    async def discard(self, job: str) -> None:
        """See `JobStore.discard`."""

        def discarded(db: sqlite3.Connection) -> None:
            with transaction(db):
                sweeping.abandon(db, "id = ? AND state = 'receiving'", job)

        await self._database.run(discarded)

    async def find(self, job: str, owner: str) -> Job | None:
        """See `JobStore.find`."""
        return await self._database.run(lambda db: shown.find(db, job, owner, self._clock()))

    async def owned(
        self,
        owner: str,
        limit: int,
        *,
        state: JobState | None = None,
        before: SortKey | None = None,
    ) -> list[Job]:
        """See `JobStore.owned`."""
        now = self._clock()
        return await self._database.run(
            lambda db: shown.owned(db, owner, limit, state=state, before=before, now=now)
        )

    async def cancel(self, job: str, owner: str) -> Job | None:
        """See `JobStore.cancel`."""
        now = self._clock()

        def cancelled(db: sqlite3.Connection) -> Job | None:
            with transaction(db):
                db.execute(
                    "UPDATE job SET state = 'cancelled', ended = ?, expires = ?"
                    " WHERE id = ? AND owner = ? AND state = 'running'",
                    (now, now + self._keep, job, owner),
                )
            return shown.find(db, job, owner, now)

        return await self._database.run(cancelled)

    async def results(self, job: str, after: int) -> list[Result]:
        """See `JobStore.results`."""

        def read(db: sqlite3.Connection) -> list[Result]:
            rows = db.execute(
                "SELECT sequence, position, failed, content FROM result"
                " WHERE job = (SELECT number FROM job WHERE id = ?) AND sequence > ?"
                " ORDER BY sequence LIMIT ?",
                (job, after, PAGE),
            )
            return [Result(s, p, bool(f), c) for s, p, f, c in rows]

        return await self._database.run(read)

    async def claim(self, limit: int) -> list[Claim]:
        """See `JobStore.claim`."""
        now, steady = self._clock(), self._steady()
        return await self._database.run(
            lambda db: claims.claim(db, limit, now=now, steady=steady, lease=self._lease)
        )

    async def suspect(self) -> Claim | None:
        """See `JobStore.suspect`."""
        now, steady = self._clock(), self._steady()
        return await self._database.run(
            lambda db: claims.suspect(db, now=now, steady=steady, lease=self._lease)
        )

    async def begins(self, claim: Claim) -> None:
        """See `JobStore.begins`."""
        await self._database.run(lambda db: claims.begins(db, claim))

    async def quarantine(self, job: str) -> None:
        """See `JobStore.quarantine`."""
        await self._database.run(lambda db: claims.quarantine(db, job))

    async def renew(self, held: Sequence[Claim]) -> set[str]:
        """See `JobStore.renew`."""
        until = self._steady() + self._lease
        return await self._database.run(lambda db: claims.renew(db, held, until))

    async def release(self, held: Sequence[Claim], *, tried: bool = False) -> None:
        """See `JobStore.release`."""
        await self._database.run(lambda db: claims.release(db, held, tried=tried))

    async def finish(self, claim: Claim, content: bytes, *, failed: bool) -> Ended:
        """See `JobStore.finish`."""
        times = {"now": self._clock(), "keep": self._keep}
        return await self._database.run(
            lambda db: claims.finish(
                db, claim, content, failed=failed, most=self._most_bytes, **times
            )
        )

    async def waiting(self) -> int:
        """See `JobStore.waiting`."""

        def count(db: sqlite3.Connection) -> int:
            (found,) = db.execute(
                "SELECT coalesce(sum(total - succeeded - failed), 0) FROM job"
                " WHERE state = 'running'"
            ).fetchone()
            return int(found)

        return await self._database.run(count)

    async def sweep(self) -> bool:
        """See `JobStore.sweep`."""
        now, steady = self._clock(), self._steady()
        return await self._database.run(
            lambda db: sweeping.sweep(db, now, steady, self._upload_seconds)
        )

    def _check_room(self, db: sqlite3.Connection, payloads: Sequence[bytes] = ()) -> None:
        size = sum(capacity.stored(len(payload)) for payload in payloads)
        if not capacity.measure(db, self._most_bytes).takes_documents(size, max(1, len(payloads))):
            raise StoreFull(f"the jobs and their results may take {self._most_bytes} bytes")
