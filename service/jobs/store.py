"""What a store of jobs keeps and promises; SQLite and Redis keep the promises.

A document is *fresh* until a worker claims it. A claim is a lease: its holder renews it, and a
document whose lease has run out was held by a worker that died or stands still. It is then
*suspect*, for it may be what did that, and is only handed out to be tried apart: in a process
that serves nobody. Nothing else of its job is begun until that has ended; once a document has
taken such a process down, too, the rest of its job is tried apart as well (`quarantine`).

A result is committed together with the end of its claim and the job's counts, and only by
who holds the claim. So each document gets exactly one result, whenever a process is killed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Protocol

PAGE = 20  # results that are read at once
RECENT = 200  # results by whose time a job's pace is told

Place = tuple[float, str]  # of a job among its owner's: when it was created, and its id


class JobState(StrEnum):
    """Where a job stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Job:
    """A job as it stands.

    Times are seconds since the epoch. `pace` is the seconds that one document took lately,
    all workers together; None before the first.
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
    def place(self) -> Place:
        """Where it stands among its owner's jobs; the newest has the greatest."""
        return self.created, self.id

    @property
    def finished(self) -> int:
        """Documents that have a result or an error."""
        return self.succeeded + self.failed


@dataclass(frozen=True, slots=True)
class Claim:
    """A document handed out.

    `attempts` counts this one, begun or not; `options` are those of its job, `origin` the W3C
    traceparent of the request that posted it, where that was traced.
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
    """What came of a document: JSON of its result or of its error.

    `sequence` counts from 1 in the order in which results were committed, without a gap.
    """

    sequence: int
    position: int
    failed: bool
    content: bytes


@dataclass(frozen=True, slots=True)
class Known:
    """The job that an idempotency key stands for; `fingerprint` is None until it is whole."""

    job: str
    fingerprint: str | None


class Ended(Enum):
    """What became of a result."""

    KEPT = "kept"
    LOST = "lost"  # the claim does not hold any more; nothing has changed
    NO_ROOM = "no room"  # it is too large for what the store may hold; the claim holds on


class StoreError(Exception):
    """The store cannot be reached or does not work."""


class StoreFull(StoreError):
    """There is no room for more."""


class GivenUp(StoreError):
    """The job is gone, since its upload stood still for too long."""

    def __init__(self, job: str) -> None:
        super().__init__(f"the job {job} was given up while it was posted")


class KeyTaken(Exception):
    """The owner has used the idempotency key before."""

    def __init__(self, known: Known) -> None:
        super().__init__(known.job)
        self.known = known


class JobStore(Protocol):
    """Jobs, their documents and results. Every method may raise `StoreError`."""

    async def open(self) -> None:
        """Get ready."""
        ...

    async def close(self) -> None:
        """Let go of files and connections."""
        ...

    async def known(self, owner: str, key: str) -> Known | None:
        """The job that was posted under an idempotency key."""
        ...

    async def begin(
        self, owner: str, options: bytes | None, key: str | None, origin: str | None = None
    ) -> str:
        """A new job's id; nobody sees it before `commit`. Raises `KeyTaken`, `StoreFull`."""
        ...

    async def add(self, job: str, payloads: Sequence[bytes]) -> None:
        """More documents of a new job. Raises `StoreFull`; `GivenUp`, as `commit` does."""
        ...

    async def commit(self, job: str, fingerprint: str) -> None:
        """The job is whole and may be worked on."""
        ...

    async def discard(self, job: str) -> None:
        """Forget a job that did not become whole."""
        ...

    async def find(self, job: str, owner: str) -> Job | None:
        """The owner's job; None when there is none, or it is another's."""
        ...

    async def owned(
        self, owner: str, limit: int, *, state: JobState | None = None, before: Place | None = None
    ) -> list[Job]:
        """The owner's jobs in one state or in any, the newest first, `limit` at most.

        `before` is the place of a job that need not be there any more: those that follow it.
        """
        ...

    async def cancel(self, job: str, owner: str) -> Job | None:
        """End a job that runs; what was finished stays. One that has ended stays as it is."""
        ...

    async def results(self, job: str, after: int) -> list[Result]:
        """The next results after a sequence number, `PAGE` at most."""
        ...

    async def claim(self, limit: int) -> list[Claim]:
        """Hand out fresh documents, in turn from all jobs."""
        ...

    async def suspect(self) -> Claim | None:
        """Hand out a document that is to be tried apart; that is no attempt before `begins`."""
        ...

    async def begins(self, claim: Claim) -> None:
        """Count an attempt to try a document apart, which starts now."""
        ...

    async def quarantine(self, job: str) -> None:
        """From now on hand out what is left of a job by `suspect` only."""
        ...

    async def renew(self, held: Sequence[Claim]) -> set[str]:
        """Renew leases; the tokens of those that still hold."""
        ...

    async def release(self, held: Sequence[Claim], *, tried: bool = False) -> None:
        """Give documents back: what was `tried` keeps its attempts, else the last is undone."""
        ...

    async def finish(self, claim: Claim, content: bytes, *, failed: bool) -> Ended:
        """Commit a result, or an error, which goes in always if it has `room.ERROR_BYTES`."""
        ...

    async def waiting(self) -> int:
        """Documents of all jobs that have no result yet."""
        ...

    async def sweep(self) -> bool:
        """Remove some of what has expired or was left half posted. Whether there is more."""
        ...
