"""Removes expired jobs and incomplete uploads from the SQLite file, in small steps."""

from __future__ import annotations

import sqlite3

from service.jobs.sqlite.connection import transaction

_SWEPT = 500  # the maximum of rows, and of pages, that one step removes


def abandon(db: sqlite3.Connection, where: str, *values: object) -> None:
    """Mark jobs as ended and expired, so that the sweep removes them step by step."""
    db.execute(
        "UPDATE job SET state = 'cancelled', key = NULL, owner = '', ended = 0, expires = 0"
        f" WHERE {where}",
        values,
    )


def sweep(db: sqlite3.Connection, now: float, steady: float, upload_seconds: float) -> bool:
    """See `JobStore.sweep`. Most free pages are returned to the file system."""
    with transaction(db):
        # The difference may be negative, because the clock may have restarted.
        abandon(db, "state = 'receiving' AND abs(? - touched) > ?", steady, upload_seconds)
        ended = "SELECT number FROM job WHERE state IN ('done', 'cancelled')"
        rows = db.execute(
            f"SELECT number FROM document WHERE job IN ({ended}) LIMIT ?", (_SWEPT,)
        ).fetchall()
        db.executemany("DELETE FROM payload WHERE document = ?", rows)
        db.executemany("DELETE FROM document WHERE number = ?", rows)
        expired = f"{ended} AND expires <= {now!r}"
        gone = db.execute(
            "DELETE FROM result WHERE rowid IN"
            f" (SELECT rowid FROM result WHERE job IN ({expired}) LIMIT ?)",
            (_SWEPT,),
        ).rowcount
        db.execute(
            f"DELETE FROM job WHERE number IN ({expired})"
            " AND NOT EXISTS (SELECT 1 FROM result WHERE job = number)"
            " AND NOT EXISTS (SELECT 1 FROM document WHERE job = job.number)"
        )
    db.execute(f"PRAGMA incremental_vacuum({_SWEPT})").fetchall()
    (free,) = db.execute("PRAGMA freelist_count").fetchone()
    (pages,) = db.execute("PRAGMA page_count").fetchone()
    spare = max(_SWEPT, pages // 4)  # some free pages stay, because new jobs will need them
    return len(rows) == _SWEPT or gone == _SWEPT or free > spare
