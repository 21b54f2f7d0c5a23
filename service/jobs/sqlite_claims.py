"""Claims and results in SQLite: who works on which document, and the one commit that ends it."""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Iterator, Sequence

from service.jobs.database import transaction
from service.jobs.store import Claim

_ANY = "SELECT 1 FROM document WHERE job = job.number AND token IS NULL AND attempts"


def claim(
    db: sqlite3.Connection, limit: int, *, idle: bool, now: float, steady: float, lease: float
) -> list[Claim]:
    """See `Store.claim`; leases are on the clock of `steady`."""
    if db.execute("SELECT 1 FROM document LIMIT 1").fetchone() is None:
        return []  # most looks find nothing, and need no turn to write
    with transaction(db):
        # No lease ends later than this, unless the clock began anew since it was given.
        db.execute(
            "UPDATE document SET token = NULL, until = NULL"
            " WHERE token IS NOT NULL AND (until <= ? OR until > ?)",
            (steady, steady + 2 * lease),
        )
        suspect = db.execute(
            f"SELECT number FROM job WHERE state = 'running' AND EXISTS ({_ANY} > 0)"
            " ORDER BY turn LIMIT 1"
        ).fetchone()
        if suspect is not None:
            return [_take(db, suspect[0], "> 0", now, steady + lease)] if idle else []
        return list(_fresh(db, limit, now, steady + lease))


def _fresh(db: sqlite3.Connection, limit: int, now: float, until: float) -> Iterator[Claim]:
    for _ in range(limit):
        job = db.execute(
            f"SELECT number FROM job WHERE state = 'running' AND EXISTS ({_ANY} = 0)"
            " ORDER BY turn LIMIT 1"
        ).fetchone()
        if job is None:
            return
        yield _take(db, job[0], "= 0", now, until)


def _take(db: sqlite3.Connection, job: int, attempts: str, now: float, until: float) -> Claim:
    token = uuid.uuid4().hex
    number, position, tried, payload = db.execute(
        "SELECT number, position, attempts, content"
        " FROM document JOIN payload ON document.number = payload.document"
        f" WHERE job = ? AND token IS NULL AND attempts {attempts} ORDER BY position LIMIT 1",
        (job,),
    ).fetchone()
    db.execute(
        "UPDATE document SET token = ?, until = ?, attempts = attempts + 1 WHERE number = ?",
        (token, until, number),
    )
    name, options, origin = db.execute(
        "UPDATE job SET started = coalesce(started, ?), turn = ("
        " SELECT max(turn) + 1 FROM job WHERE state = 'running') WHERE number = ?"
        " RETURNING id, options, origin",
        (now, job),
    ).fetchone()
    return Claim(name, position, token, tried + 1, payload, options, origin)


def renew(db: sqlite3.Connection, held: Sequence[Claim], until: float) -> set[str]:
    """See `Store.renew`."""
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


def release(db: sqlite3.Connection, held: Sequence[Claim]) -> None:
    """See `Store.release`."""
    with transaction(db):
        for one in held:
            db.execute(
                "UPDATE document SET token = NULL, until = NULL, attempts = attempts - 1"
                " WHERE position = ? AND token = ? AND job = (SELECT number FROM job WHERE id = ?)",
                (one.position, one.token, one.job),
            )


def finish(
    db: sqlite3.Connection, claim: Claim, content: bytes, *, failed: bool, now: float, keep: float
) -> bool:
    """See `Store.finish`."""
    with transaction(db):
        document = db.execute(
            "DELETE FROM document WHERE position = ? AND token = ?"
            " AND job = (SELECT number FROM job WHERE id = ? AND state = 'running')"
            " RETURNING number, job",
            (claim.position, claim.token, claim.job),
        ).fetchone()
        if document is None:
            return False
        number, job = document
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
    return True
