"""Jobs in SQLite as their owners see them: complete jobs that have not expired."""

from __future__ import annotations

import math
import sqlite3
from typing import Any

from service.jobs.store import RECENT, Job, JobState, Known, SortKey

_STATE = "CASE WHEN state = 'running' AND started IS NULL THEN 'queued' ELSE state END"
_SELECT = (
    f"SELECT number, id, {_STATE}, created, started, ended, expires, total, succeeded, failed"
    " FROM job WHERE owner = ? AND state != 'receiving' AND coalesce(expires > ?, 1)"
)
OWNED = (
    f"{_SELECT} AND (created, id) < (?, ?) AND coalesce({_STATE} = ?, 1)"
    " ORDER BY created DESC, id DESC LIMIT ?"
)


def known(db: sqlite3.Connection, owner: str, key: str) -> Known | None:
    """See `JobStore.known`."""
    row = db.execute(
        "SELECT id, fingerprint FROM job WHERE owner = ? AND key = ?", (owner, key)
    ).fetchone()
    return Known(*row) if row else None


def find(db: sqlite3.Connection, job: str, owner: str, now: float) -> Job | None:
    """See `JobStore.find`."""
    row = db.execute(f"{_SELECT} AND id = ?", (owner, now, job)).fetchone()
    return None if row is None else _job(db, row, now)


def owned(
    db: sqlite3.Connection,
    owner: str,
    limit: int,
    *,
    state: JobState | None,
    before: SortKey | None,
    now: float,
) -> list[Job]:
    """See `JobStore.owned`."""
    edge = before or (math.inf, "")
    rows = db.execute(OWNED, (owner, now, *edge, state, limit)).fetchall()
    return [_job(db, row, now) for row in rows]


def _job(db: sqlite3.Connection, row: tuple[Any, ...], now: float) -> Job:
    number, job, state, created, started, ended, expires, total, succeeded, failed = row
    pace = _pace(db, number, started, succeeded + failed, ended or now)
    return Job(
        job, JobState(state), created, started, ended, expires, total, succeeded, failed, pace
    )


def _pace(
    db: sqlite3.Connection, number: int, started: float | None, finished: int, until: float
) -> float | None:
    if not finished or started is None:
        return None
    counted = min(finished, RECENT)
    since = started
    if finished > counted:
        (since,) = db.execute(
            "SELECT finished FROM result WHERE job = ? AND sequence = ?",
            (number, finished - counted),
        ).fetchone()
    return max(0.0, until - since) / counted
