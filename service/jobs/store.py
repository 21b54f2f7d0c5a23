"""The protocol of a store of jobs. SQLite and Redis implement it.

A document is *fresh* until a worker claims it. A claim is a lease, which its holder renews. If a
lease expires, its worker has died or is blocked. The document is then *suspect*, because it may be
the cause, and is only handed out to an isolated process, which serves no requests. Until that
attempt has ended, no other document of its job is handed out. If a document crashes the isolated
process, too, the rest of its job is also processed there (`quarantine`).

A result is committed together with the end of its claim and the job's counts, and only by the
holder of the claim. So each document gets exactly one result, whenever a process is killed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Protocol

PAGE = 20  # results that one read returns
RECENT = 200  # the last results, which determine a job's pace

SortKey = tuple[float, str]  # the time of a job's creation, and its id


class JobState(StrEnum):
    """The state of a job."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Job:
    """A snapshot of a job.

    Times are seconds since the epoch. `pace` is the recent number of seconds between two results,
    over all workers; None before the first.
    """

    id: str
    state: JobState
    created: float
    started: float | None
    ended: float | None
    expires: float | None
    total: int
    succeeded: int
    failed: int
    pace: float | None

    @property
    def sort_key(self) -> SortKey:
        """The order of the owner's jobs; the newest has the greatest key."""
        return self.created, self.id

    @property
    def finished(self) -> int:
        """Documents that have a result or an error."""
        return self.succeeded + self.failed


@dataclass(frozen=True, slots=True)
class Claim:
    """A document that was handed out.

    `attempts` includes this one, whether it has begun or not. `options` are those of its job.
    `origin` is the W3C traceparent of the request that posted it, if that was traced.
    """

    job: str
    position: int
    token: str
    attempts: int
    payload: bytes
    options: bytes | None
    origin: str | None


@dataclass(frozen=True, slots=True)
class Result:
    """The outcome of a document: its result or its error as JSON.

    `sequence` counts from 1 in the order in which results were committed, without a gap.
    """

    sequence: int
    position: int
    failed: bool
    content: bytes


@dataclass(frozen=True, slots=True)
class Known:
    """The job of an idempotency key; `fingerprint` is None until its upload is complete."""

    job: str
    fingerprint: str | None


class Ended(Enum):
    """The outcome of committing a result."""

    KEPT = "kept"
    LOST = "lost"  # the claim was lost, so nothing has changed
    NO_ROOM = "no room"  # the result exceeds the store's limit; the claim is still held


class StoreError(Exception):
    """The store cannot be reached or does not work."""


class StoreFull(StoreError):
    """The store has reached its limit, or its disk is full."""


class GivenUp(StoreError):
    """The job was dropped, because its upload made no progress for too long."""

    def __init__(self, job: str) -> None:
        super().__init__(f"the job {job} was given up while it was posted")


class KeyTaken(Exception):
    """The owner has already used the idempotency key."""

    def __init__(self, known: Known) -> None:
        super().__init__(known.job)
        self.known = known


class JobStore(Protocol):
    """Jobs, their documents and results. Every method may raise `StoreError`."""

    async def open(self) -> None:
        """Open files or connections."""
        ...

    async def close(self) -> None:
        """Close files or connections."""
        ...

    async def known(self, owner: str, key: str) -> Known | None:
        """The job that was posted under an idempotency key."""
        ...

    async def begin(
        self, owner: str, options: bytes | None, key: str | None, origin: str | None = None
    ) -> str:
        """Begin a job and return its id. It is invisible before `commit`.

        Raises `KeyTaken` and `StoreFull`.
        """
        ...

    async def add(self, job: str, payloads: Sequence[bytes]) -> None:
        """Add documents to a new job. Raises `StoreFull`, and `GivenUp` like `commit`."""
        ...

    async def commit(self, job: str, fingerprint: str) -> None:
        """End the upload of a job, so that its documents are handed out. Raises `GivenUp`."""
        ...

    async def discard(self, job: str) -> None:
        """Remove a job whose upload failed."""
        ...

    async def find(self, job: str, owner: str) -> Job | None:
        """The owner's job; None if it does not exist or belongs to another owner."""
        ...

    async def owned(
        self,
        owner: str,
        limit: int,
        *,
        state: JobState | None = None,
        before: SortKey | None = None,
    ) -> list[Job]:
        """The owner's jobs in one state or in any, the newest first, `limit` at most.

        `before` is the key of a job, which may have been removed: only older jobs are returned.
        """
        ...

    async def cancel(self, job: str, owner: str) -> Job | None:
        """End a running job and keep its results. A job that has ended does not change."""
        ...

    async def results(self, job: str, after: int) -> list[Result]:
        """The next results after a sequence number, at most `PAGE`."""
        ...

    async def claim(self, limit: int) -> list[Claim]:
        """Hand out fresh documents, from all jobs in round-robin order."""
        ...

    async def suspect(self) -> Claim | None:
        """Hand out a document for the isolated process. The attempt counts from `begins` on."""
        ...

    async def begins(self, claim: Claim) -> None:
        """Count an attempt in the isolated process, which begins now."""
        ...

    async def quarantine(self, job: str) -> None:
        """Hand out the rest of a job only by `suspect`."""
        ...

    async def renew(self, held: Sequence[Claim]) -> set[str]:
        """Renew leases. Returns the tokens of the claims that are still held."""
        ...

    async def release(self, held: Sequence[Claim], *, tried: bool = False) -> None:
        """Give documents back. If they were not `tried`, the last attempt is not counted."""
        ...

    async def finish(self, claim: Claim, content: bytes, *, failed: bool) -> Ended:
        """Commit a result or an error. An error of up to `ERROR_BYTES` always fits."""
        ...

    async def waiting(self) -> int:
        """The number of documents of all jobs without a result."""
        ...

    async def sweep(self) -> bool:
        """Remove some expired jobs and incomplete uploads. Returns whether there are more."""
        ...
