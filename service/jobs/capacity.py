"""The capacity of a store of jobs: its present content, and the space reserved for results.

A result is larger than its document. How much larger depends on the text and on the options. So
new documents are only accepted if the results of all waiting documents fit, according to the
recent ratio of their sizes. That ratio is an estimate, but the limit is strict: `ERROR_BYTES` are
reserved for each waiting document, and a result that would need them is replaced by an error.
"""

from __future__ import annotations

from dataclasses import dataclass

ERROR_BYTES = 1024  # the space for an error instead of a result
FIRST_RATIO = 4.0  # bytes of compressed result for a byte of document, before the first result
WEIGHT = 256 * 1024  # the weight of the first ratio, in bytes of documents
MEMORY = 16 * 1024 * 1024  # bytes of documents after which the weight of earlier ones is halved


@dataclass(frozen=True, slots=True)
class StoreUsage:
    """The content of a store; all numbers except `waiting` are in bytes.

    Attributes:
        most: the limit, None for no limit.
        held: the size of the whole content.
        waiting: the number of documents without a result.
        waiting_bytes: the size of these documents as they were posted.
        posted: the size of the documents that were finished recently.
        results: the size of their results.
    """

    most: int | None
    held: int
    waiting: int
    waiting_bytes: int
    posted: float
    results: float

    @property
    def ratio(self) -> float:
        """Recent bytes of result for a byte of document."""
        return (FIRST_RATIO * WEIGHT + self.results) / (WEIGHT + self.posted)

    def takes_documents(self, size: int = 0, count: int = 1) -> bool:
        """Whether `count` more documents of `size` bytes in total fit with all results."""
        if self.most is None:
            return True
        results = self.ratio * (self.waiting_bytes + size)
        errors = ERROR_BYTES * (self.waiting + count)
        return self.held + size + results + errors <= self.most

    def takes_result(self, size: int, freed: int) -> bool:
        """Whether a result of `size` bytes can replace its document of `freed` bytes."""
        if self.most is None or size <= freed:
            return True
        return self.held - freed + size + ERROR_BYTES * (self.waiting - 1) <= self.most
