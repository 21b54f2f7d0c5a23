"""Claims and results in SQLite: the leases on documents, and the commit that ends each."""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Iterator, Sequence

from service.jobs.capacity import ERROR_BYTES
from service.jobs.sqlite import capacity
from service.jobs.sqlite.connection import transaction
from service.jobs.store import Claim, Ended

_WAITS = "SELECT 1 FROM document WHERE job = job.number AND token IS NULL"
_SUSPECT = f"(EXISTS ({_WAITS} AND attempts > 0) OR (job.apart AND EXISTS ({_WAITS})))"
# While one document of a job is suspect or is being retried, no other document of it is handed out.
_FRESH = (
    f"NOT job.apart AND EXISTS ({_WAITS} AND attempts = 0)"
    f" AND NOT EXISTS ({_WAITS} AND attempts > 0)"
    " AND NOT EXISTS (SELECT 1 FROM document WHERE job = job.number AND document.apart)"
)
_NEXT = "SELECT number FROM job WHERE state = 'running' AND {} ORDER BY turn LIMIT 1"


def claim(
    db: sqlite3.Connection, limit: int, *, now: float, steady: float, lease: float
) -> list[Claim]:
    """See `JobStore.claim`. Leases use the clock of `steady`."""
    if _empty(db):
        return []  # the usual case, which needs no write lock
    with transaction(db):
        _end_leases(db, steady, lease)
        return list(_fresh(db, limit, now, steady + lease))


def suspect(db: sqlite3.Connection, *, now: float, steady: float, lease: float) -> Claim | None:
    """See `JobStore.suspect`."""
    if _empty(db):
        return None
    with transaction(db):
        _end_leases(db, steady, lease)
        job = db.execute(_NEXT.format(_SUSPECT)).fetchone()
        return None if job is None else _take(db, job[0], now, steady + lease, suspect=True)


def begins(db: sqlite3.Connection, one: Claim) -> None:
    """See `JobStore.begins`."""
    with transaction(db):
        db.execute(
            "UPDATE document SET attempts = attempts + 1"
            " WHERE position = ? AND token = ? AND job = (SELECT number FROM job WHERE id = ?)",
            (one.position, one.token, one.job),
        )


def quarantine(db: sqlite3.Connection, job: str) -> None:
    """See `JobStore.quarantine`."""
    with transaction(db):
        db.execute("UPDATE job SET apart = 1 WHERE id = ?", (job,))


def _empty(db: sqlite3.Connection) -> bool:
    return db.execute("SELECT 1 FROM document LIMIT 1").fetchone() is None


def _end_leases(db: sqlite3.Connection, steady: float, lease: float) -> None:
    # A lease can only end after the second time if the clock restarted since it was given.
    db.execute(
        "UPDATE document SET token = NULL, until = NULL"
        " WHERE token IS NOT NULL AND (until <= ? OR until > ?)",
        (steady, steady + 2 * lease),
    )


def _fresh(db: sqlite3.Connection, limit: int, now: float, until: float) -> Iterator[Claim]:
    for _ in range(limit):
        job = db.execute(_NEXT.format(_FRESH)).fetchone()
        if job is None:
            return
        yield _take(db, job[0], now, until)


def _take(
    db: sqlite3.Connection, job: int, now: float, until: float, *, suspect: bool = False
) -> Claim:
    """Claim the job's first waiting document. Documents with earlier attempts come first."""
    token = uuid.uuid4().hex
    number, position, tried, payload = db.execute(
        "SELECT number, position, attempts, content"
        " FROM document JOIN payload ON document.number = payload.document"
        " WHERE job = ? AND token IS NULL ORDER BY attempts = 0, position LIMIT 1",
        (job,),
    ).fetchone()
    db.execute(
        "UPDATE document SET token = ?, until = ?, attempts = attempts + ?, apart = ?"
        " WHERE number = ?",
        (token, until, int(not suspect), int(suspect), number),
    )
    name, options, origin = db.execute(
        "UPDATE job SET started = coalesce(started, ?), turn = ("
        " SELECT max(turn) + 1 FROM job WHERE state = 'running') WHERE number = ?"
        " RETURNING id, options, origin",
        (now, job),
    ).fetchone()
    return Claim(name, position, token, tried + 1, payload, options, origin)


def renew(db: sqlite3.Connection, held: Sequence[Claim], until: float) -> set[str]:
    """See `JobStore.renew`."""
    kept = set()
    with transaction(db):
        for one in held:
            found = db.execute(
                "UPDATE document SET until = ? WHERE position = ? AND token = ?"
                " AND job = (SELECT number FROM job WHERE id = ? AND state = 'running')",
                (until, one.position, one.token, one.job),
            )
            if found.rowcount:
                kept.add(one.token)
    return kept


def release(db: sqlite3.Connection, held: Sequence[Claim], *, tried: bool) -> None:
    """See `JobStore.release`."""
    with transaction(db):
        for one in held:
            db.execute(
                "UPDATE document SET token = NULL, until = NULL, attempts = attempts - ?"
                " WHERE position = ? AND token = ? AND job = (SELECT number FROM job WHERE id = ?)",
                (int(not tried), one.position, one.token, one.job),
            )


def finish(
    db: sqlite3.Connection,
    claim: Claim,
    content: bytes,
    *,
    failed: bool,
    now: float,
    keep: float,
    most: int | None,
) -> Ended:
    """See `JobStore.finish`."""
    with transaction(db):
        document = db.execute(
            "SELECT document.number, job FROM document JOIN job ON job.number = job"
            " WHERE position = ? AND token = ? AND id = ? AND state = 'running'",
            (claim.position, claim.token, claim.job),
        ).fetchone()
        if document is None:
            return Ended.LOST
        number, job = document
        capacity.learn(db, len(claim.payload), len(content))
        size, freed = capacity.stored(len(content)), capacity.stored(len(claim.payload))
        reserved = failed and len(content) <= ERROR_BYTES
        if not reserved and not capacity.measure(db, most).takes_result(size, freed):
            return Ended.NO_ROOM
        db.execute("DELETE FROM document WHERE number = ?", (number,))
        db.execute("DELETE FROM payload WHERE document = ?", (number,))
        sequence, total = db.execute(
            "UPDATE job SET succeeded = succeeded + ?, failed = failed + ? WHERE number = ?"
            " RETURNING succeeded + failed, total",
            (int(not failed), int(failed), job),
        ).fetchone()
        db.execute(
            "INSERT INTO result VALUES (?, ?, ?, ?, ?, ?)",
            (job, sequence, claim.position, int(failed), now, content),
        )
        if sequence == total:
            db.execute(
                "UPDATE job SET state = 'done', ended = ?, expires = ? WHERE number = ?",
                (now, now + keep, job),
            )
    return Ended.KEPT
