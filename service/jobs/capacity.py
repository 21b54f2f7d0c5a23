"""How much a store of jobs may hold: what is there, and what is promised to those who wait.

A result is larger than its document, by how much depends on the text and on what is asked for.
So new documents are only taken while there is room for the results of all that wait, by the
ratio of late. That is an estimate; the limit itself holds whatever comes: `ERROR_BYTES` are kept
free for each document that waits, and a result that would need them gives way to an error.
"""

from __future__ import annotations

from dataclasses import dataclass

ERROR_BYTES = 1024  # of the row that tells why a document has no result
FIRST_RATIO = 4.0  # bytes of packed result for a byte of document, before there were any
WEIGHT = 256 * 1024  # bytes of documents for which the first ratio counts
MEMORY = 16 * 1024 * 1024  # bytes of documents after which older ones count for half


@dataclass(frozen=True, slots=True)
class Room:
    """What a store holds; all but `waiting` in bytes.

    Attributes:
        most: the limit, None for none.
        held: of everything that is there.
        waiting: documents that have no result yet.
        waiting_bytes: of these documents as they were posted.
        posted: of the documents that were finished lately.
        results: of what they came to.
    """

    most: int | None
    held: int
    waiting: int
    waiting_bytes: int
    posted: float
    results: float

    @property
    def ratio(self) -> float:
        """Bytes of result for a byte of document, as of late."""
        return (FIRST_RATIO * WEIGHT + self.results) / (WEIGHT + self.posted)

    def takes_documents(self, size: int = 0, count: int = 1) -> bool:
        """Whether so many more documents fit, of `size` bytes together, with all results."""
        if self.most is None:
            return True
        results = self.ratio * (self.waiting_bytes + size)
        errors = ERROR_BYTES * (self.waiting + count)
        return self.held + size + results + errors <= self.most

    def takes_result(self, size: int, freed: int) -> bool:
        """Whether a result fits in place of its document of `freed` bytes."""
        if self.most is None or size <= freed:
            return True
        return self.held - freed + size + ERROR_BYTES * (self.waiting - 1) <= self.most
