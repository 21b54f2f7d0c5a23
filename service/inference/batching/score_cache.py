"""An LRU cache of scores."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable

from service.inference.batching.queue_items import Row

_OVERHEAD = 300  # bytes of key, entry and array header, by tracemalloc


class ScoreCache:
    """Evicts the least recently used rows. `limit` is in bytes; 0 disables the cache.

    Keys hold a digest, never the text.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._rows: OrderedDict[Hashable, Row] = OrderedDict()
        self.bytes = 0

    def __len__(self) -> int:
        return len(self._rows)

    def get(self, key: Hashable) -> Row | None:
        """The row of a key, None if it is not cached."""
        row = self._rows.get(key)
        if row is not None:
            self._rows.move_to_end(key)
        return row

    def put(self, key: Hashable, row: Row) -> None:
        """Store a row, unless it is larger than the whole cache."""
        old = self._rows.pop(key, None)
        if old is not None:
            self.bytes -= _size(old)
        size = _size(row)
        if size > self._limit:
            return
        self._rows[key] = row
        self.bytes += size
        while self.bytes > self._limit:
            _, gone = self._rows.popitem(last=False)
            self.bytes -= _size(gone)


def _size(row: Row) -> int:
    return _OVERHEAD + (row.nbytes if hasattr(row, "nbytes") else 4 * len(row))
