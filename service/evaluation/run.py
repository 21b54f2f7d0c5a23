"""Runs every test set of a data folder, for one or more profiles."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from service.evaluation import classes, summaries
from service.evaluation.datasets import SETS, Metric, TestSet, read, read_articles
from service.evaluation.figures import Figures
from service.evaluation.metrics import Labels, Probabilities
from service.inference.types import Engine


@dataclass(frozen=True, slots=True)
class Report:
    """All figures; `predictions` holds gold labels and probabilities by (set, profile)."""

    figures: list[Figures] = field(default_factory=list)
    predictions: dict[tuple[TestSet, str], tuple[Labels, Probabilities]] = field(
        default_factory=dict
    )


async def evaluate(
    data: Path,
    tasks: Sequence[str],
    profiles: Sequence[str],
    engine: Engine,
    *,
    limit: int | None = None,
    only: Sequence[str] = (),
    progress: Callable[[str], None] = lambda _: None,
) -> Report:
    """Figures for every set of the tasks that the data folder holds, or `only` those named."""
    report = Report()
    await engine.start()
    try:
        for part in SETS:
            if part.task not in tasks or (only and part.name not in only):
                continue
            for profile in profiles:
                await _one(part, data, profile, engine, limit, report, progress)
        return report
    finally:
        await engine.stop()


async def _one(
    part: TestSet,
    data: Path,
    profile: str,
    engine: Engine,
    limit: int | None,
    report: Report,
    progress: Callable[[str], None],
) -> None:
    def at(done: int) -> None:
        progress(f"{part.task}: {part.name}, {profile}, row {done}")

    if part.metric is Metric.ROUGE:
        articles = read_articles(data, part, limit)
        if articles:
            report.figures.append(await summaries.evaluate(part, articles, engine, profile, at))
        return
    rows = read(data, part, limit)
    if not rows:
        return
    figures, probabilities = await classes.evaluate(part, rows, engine, profile, at)
    report.figures.append(figures)
    report.predictions[part, profile] = (np.array([r.label for r in rows]), probabilities)
