"""One line of the report, and what a run was made under."""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from typing import Any

Interval = tuple[float, float]
Rouge = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Figures:
    """What one model reaches on one test set, beside simple baselines.

    `trained` says that the model saw the set's train part, `fitted` that the set is a dev
    part on which its way to an article was fitted. `rows` of the set's `of` were scored.
    `value` is by the set's `metric` with its 95% interval, and so are the `baselines`; `f1`
    per class and `ece` are None for summaries, whose `rouge` holds ROUGE-1, -2 and -L of ours
    and of every baseline. `tokens_per_second` counts the tokens the models read over the
    time the whole way took, reading of the text included; 0 where all was scored before.
    `unfound` is the share of rows whose target the text does not speak of: they count as
    neutral, but their even distribution is no verdict; `ece_found` leaves them out.
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

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Conditions:
    """When, how and on what a run was made. `seconds` is its wall time."""

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
        """For documents."""
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
