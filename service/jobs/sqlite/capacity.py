"""The room of the SQLite store: pages in use, and what its triggers have counted."""

from __future__ import annotations

import sqlite3

from service.jobs.capacity import MEMORY, Room

_ROW = 256  # bytes of a document beside its text: rows and entries of indexes
_PAGE = 4096


def measure(db: sqlite3.Connection, most: int | None) -> Room:
    """What the file holds; pages that are free to be used again do not count."""
    (pages,) = db.execute("PRAGMA page_count").fetchone()
    (free,) = db.execute("PRAGMA freelist_count").fetchone()
    (size,) = db.execute("PRAGMA page_size").fetchone()
    row = db.execute("SELECT waiting, waiting_bytes, posted, results FROM room").fetchone()
    return Room(most, (pages - free) * size, *row)


def learn(db: sqlite3.Connection, posted: int, result: int) -> None:
    """A document of so many bytes has come to so many."""
    db.execute("UPDATE room SET posted = posted + ?, results = results + ?", (posted, result))
    db.execute(
        "UPDATE room SET posted = posted / 2, results = results / 2 WHERE posted > ?", (MEMORY,)
    )


def stored(size: int) -> int:
    """Bytes of the file that so many of content take: long ones have pages of their own."""
    return size + _ROW if size < _PAGE // 4 else (size // _PAGE + 2) * _PAGE
