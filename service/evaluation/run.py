"""Runs every test set of a data folder, for one or more profiles."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from service.evaluation import baselines, classes, summaries
from service.evaluation.catalogue import SETS, Metric, TestSet
from service.evaluation.datasets import read, read_articles, sample
from service.evaluation.factuality import evaluate as factuality
from service.evaluation.factuality.gold import read as judged_texts
from service.evaluation.metrics import Labels, Probabilities
from service.evaluation.predict import Predictor
from service.evaluation.reading import evaluate as reading
from service.evaluation.reporting.figures import Figures
from service.inference.protocol import Call, Engine

ARTICLES = 3  # an article takes as long as a dozen sentences, so a third of the limit is used


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
    """Figures for every set of the tasks in the data folder, or `only` for the named sets.

    `limit` is the maximum number of rows of a set; for articles it is a third of that.
    """
    report = Report()
    await engine.start()
    try:
        predictors = {
            (task, profile): Predictor(task, engine, Call(profile=profile))
            for task in tasks
            for profile in profiles
        }
        for part in SETS:
            if part.task not in tasks or (only and part.name not in only):
                continue
            if part.metric is Metric.ROUGE:
                await _summaries(part, data, profiles, engine, limit, report, progress)
            elif part.metric in factuality.MEASURES:
                await _factuality(part, data, profiles, engine, limit, report, progress)
            elif part.metric in reading.MEASURES:
                await _reading(part, data, profiles, engine, limit, report, progress)
            else:
                await _classes(part, data, profiles, predictors, limit, report, progress)
        return report
    finally:
        await engine.stop()


async def _classes(
    part: TestSet,
    data: Path,
    profiles: Sequence[str],
    predictors: dict[tuple[str, str], Predictor],
    limit: int | None,
    report: Report,
    progress: Callable[[str], None],
) -> None:
    everything = read(data, part)
    most = _articles(limit) if part.article else limit
    rows = everything
    if part.metric is not Metric.PAIRS:  # its rows are pairs, and they are few
        rows = sample(everything, most, lambda row: row.label)
    if not rows:
        return
    progress(f"{part.task}: {part.name}, baselines")
    engine = predictors[part.task, profiles[0]].engine
    rivals = await baselines.rivals(part, rows, engine, profiles[0])
    for profile in profiles:
        figures, probabilities = await classes.evaluate(
            part,
            rows,
            len(everything),
            predictors[part.task, profile],
            profile,
            rivals,
            _telling(progress, f"{part.task}: {part.name}, {profile}, row"),
        )
        report.figures.append(figures)
        report.predictions[part, profile] = (np.array([r.label for r in rows]), probabilities)


async def _summaries(
    part: TestSet,
    data: Path,
    profiles: Sequence[str],
    engine: Engine,
    limit: int | None,
    report: Report,
    progress: Callable[[str], None],
) -> None:
    everything = read_articles(data, part)
    articles = sample(everything, _articles(limit))
    for profile in _of_models(engine, "embedding", profiles) if articles else ():
        tell = _telling(progress, f"summary: {part.name}, article")
        report.figures.append(
            await summaries.evaluate(part, articles, len(everything), engine, profile, tell)
        )


async def _reading(
    part: TestSet,
    data: Path,
    profiles: Sequence[str],
    engine: Engine,
    limit: int | None,
    report: Report,
    progress: Callable[[str], None],
) -> None:
    everything = reading.read(data, part)
    kinds = reading.genres(everything)
    most = reading.most(part, _articles(limit))
    texts = sample(everything, most, lambda text: kinds.index(text.genre))
    for profile in _of_models(engine, reading.model_of(part), profiles) if texts else ():
        tell = _telling(progress, f"{part.task}: {part.name}, text")
        report.figures.append(
            await reading.evaluate(part, texts, len(everything), engine, profile, tell)
        )


async def _factuality(
    part: TestSet,
    data: Path,
    profiles: Sequence[str],
    engine: Engine,
    limit: int | None,
    report: Report,
    progress: Callable[[str], None],
) -> None:
    everything = judged_texts(data, part)
    rows = sample(everything, limit, lambda row: int(row.supported))
    for profile in _of_models(engine, part.task, profiles) if rows else ():
        tell = _telling(progress, f"{part.task}: {part.name}, row")
        report.figures.append(
            await factuality.evaluate(part, rows, len(everything), engine, profile, tell)
        )


def _telling(progress: Callable[[str], None], what: str) -> Callable[[int], None]:
    """Tells how many of a set were scored."""
    return lambda done: progress(f"{what} {done}")


def _articles(limit: int | None) -> int | None:
    """The maximum number of articles of a set."""
    return None if limit is None else -(-limit // ARTICLES)


def _of_models(engine: Engine, task: str, profiles: Sequence[str]) -> list[str]:
    """The first profile of each model of a task, because profiles may share it."""
    found: dict[str, str] = {}
    for profile in profiles:
        found.setdefault(engine.info(task, profile).name, profile)
    return list(found.values())
