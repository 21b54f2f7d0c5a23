"""The usage of the SQLite store: pages in use, and the counts that its triggers keep."""

from __future__ import annotations

import sqlite3

from service.jobs.capacity import MEMORY, StoreUsage

_ROW = 256  # bytes of a document's rows and index entries, beside its text
_PAGE = 4096


def measure(db: sqlite3.Connection, most: int | None) -> StoreUsage:
    """The present usage of the file. Free pages do not count."""
    (pages,) = db.execute("PRAGMA page_count").fetchone()
    (free,) = db.execute("PRAGMA freelist_count").fetchone()
    (size,) = db.execute("PRAGMA page_size").fetchone()
    row = db.execute("SELECT waiting, waiting_bytes, posted, results FROM room").fetchone()
    return StoreUsage(most, (pages - free) * size, *row)


def learn(db: sqlite3.Connection, posted: int, result: int) -> None:
    """Note the sizes in bytes of a document and of its result."""
    db.execute("UPDATE room SET posted = posted + ?, results = results + ?", (posted, result))
    db.execute(
        "UPDATE room SET posted = posted / 2, results = results / 2 WHERE posted > ?", (MEMORY,)
    )


def stored(size: int) -> int:
    """Bytes in the file for `size` bytes of content; long contents have overflow pages."""
    return size + _ROW if size < _PAGE // 4 else (size // _PAGE + 2) * _PAGE
