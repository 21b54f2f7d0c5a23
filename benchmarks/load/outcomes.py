"""The outcomes of the requests of a load."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from benchmarks.report.results import quantile

BROKEN, UNANSWERED = 0, -1  # in place of a status


@dataclass(frozen=True, slots=True)
class Outcome:
    """One request: when it was due and when it ended (seconds from the start), and its answer.

    `status` may also be `BROKEN` (the connection) or `UNANSWERED` (after the timeout);
    `retry_after` is the header's value.
    """

    due: float
    ended: float
    status: int
    retry_after: int | None = None

    @property
    def latency(self) -> float:
        """Seconds from when it was due."""
        return self.ended - self.due


@dataclass(slots=True)
class Load:
    """The outcomes of a load of `seconds`; `cpu` is the CPU time of the generator in seconds."""

    seconds: float
    outcomes: list[Outcome] = field(default_factory=list)
    cpu: float = 0.0

    @property
    def statuses(self) -> dict[int, int]:
        """Requests by status."""
        return dict(sorted(Counter(o.status for o in self.outcomes).items()))

    @property
    def rate(self) -> float:
        """Answers with 200 a second, among those that arrived within the time."""
        good = sum(o.status == 200 and o.ended <= self.seconds for o in self.outcomes)
        return good / self.seconds if self.seconds else 0.0

    @property
    def errors(self) -> float:
        """Share of requests that were not answered with 200."""
        bad = sum(o.status != 200 for o in self.outcomes)
        return bad / max(1, len(self.outcomes))

    def latency(self, share: float, status: int = 200) -> float:
        """A quantile of the latencies of answers with a status, NaN without any; seconds."""
        return quantile([o.latency for o in self.outcomes if o.status == status], share)
