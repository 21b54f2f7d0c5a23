"""One line of the report, and the conditions of a run."""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from typing import Any, NamedTuple, Self

from service.evaluation.catalogue import TestSet
from service.inference.protocol import ModelInfo

Interval = tuple[float, float]
Rouge = tuple[float, float, float]


class Cost(NamedTuple):
    """The tokens of the models, and the time of the whole analysis; none if scored before."""

    tokens: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one model on one test set, with simple baselines.

    `trained` means that the model saw the set's train part, `fitted` that the set is a dev part on
    which its aggregation to articles was fitted. `rows` of the set's `of` were scored. `value` and
    the `baselines` are the set's `metric`, the value with its 95% interval. `f1` for each class and
    `ece` are None for summaries, whose `rouge` has ROUGE-1, -2 and -L of ours and of every
    baseline. `tokens_per_second` is the tokens of the models over the time of the whole analysis,
    including segmentation; 0 if everything was scored before. `unfound` is the fraction of rows
    whose target was not found in the text: they count as neutral, but their even distribution is
    no verdict, so `ece_found` excludes them. `measures` has all figures of reading by name: of
    ours, of ours for each genre ("ours, news"), and of every baseline.
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
    rouge: dict[str, Rouge] | None = None
    of: int = 0
    fitted: bool = False
    unfound: float = 0.0
    ece_found: float | None = None
    measures: dict[str, dict[str, float]] | None = None

    @classmethod
    def on(cls, part: TestSet, info: ModelInfo, profile: str, cost: Cost, **own: Any) -> Self:
        """The figures of a model on a test set; `own` are the fields that are measured."""
        return cls(
            task=part.task,
            set=part.name,
            profile=profile,
            model=info.name,
            trained=part.seen_by(info.training),
            news=part.news,
            metric=part.metric.value,
            tokens_per_second=cost.tokens / cost.seconds if cost.tokens else 0.0,
            **own,
        )

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Conditions:
    """The time, options and machine of a run. `seconds` is its wall time."""

    date: str
    command: str
    machine: str
    precision: str
    seconds: float

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return asdict(self)

    @property
    def sentence(self) -> str:
        """The conditions as text for documents."""
        return (
            f"Measured {self.date} by `{self.command}` in {self.seconds / 60:.0f} minutes: "
            f"{self.machine}, {self.precision}; every row through the service's own tasks."
        )


def conditions(options: Sequence[str], precision: str, seconds: float) -> Conditions:
    """Those of this process; `options` are of the command line."""
    from service.inference.torch_runtime import multiplies_bf16
    from service.kit.cpu import usable_cores

    able = " with bf16 products" if multiplies_bf16() else ""
    return Conditions(
        date=time.strftime("%Y-%m-%d", time.gmtime()),
        command=" ".join(["copydesk evaluate --data DATA", *options]),
        machine=f"{usable_cores()} of {os.cpu_count()} cores, {platform.machine()}{able}",
        precision=f"{precision} by torch {version('torch').split('+')[0]}",
        seconds=seconds,
    )
