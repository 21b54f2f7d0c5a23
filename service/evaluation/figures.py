"""One line of the report."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Figures:
    """What one model reaches on one test set, beside simple baselines.

    `value` is by the set's `metric` with its 95% interval; `f1` per class and `ece` are
    None for summaries, whose `rouge` holds ROUGE-1, -2 and -L. `baselines` are by the same
    metric. `tokens_per_second` is of the time in the models alone.
    """

    task: str
    set: str
    profile: str
    model: str
    trained: bool
    news: bool
    rows: int
    metric: str
    value: float
    interval: Interval
    baselines: dict[str, float]
    tokens_per_second: float
    f1: dict[str, float] | None = None
    accuracy: float | None = None
    ece: float | None = None
    rouge: tuple[float, float, float] | None = None

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return asdict(self)
