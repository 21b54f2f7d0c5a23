"""Runs the test sets through the engine, as the service does, beside simple baselines."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from service.evaluation import metrics
from service.evaluation.datasets import SETS, Row, TestSet, read
from service.inference.types import Call, Engine, Window


@dataclass(frozen=True, slots=True)
class Figures:
    """One line of the report. `f1` is per class, from the low pole to the high one."""

    task: str
    model: str
    name: str
    seen: bool
    rows: int
    macro_f1: float
    low: float
    high: float
    f1: tuple[float, ...]
    accuracy: float
    calibration_error: float
    majority_macro_f1: float
    tokens_per_second: float

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return asdict(self)


async def evaluate(
    data: Path,
    tasks: Sequence[str],
    engine: Engine,
    limit: int | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> list[Figures]:
    """Figures for every test set of the tasks that the data folder holds."""
    await engine.start()
    try:
        found = []
        for part in SETS:
            rows = read(data, part, limit) if part.task in tasks else []
            if rows:
                progress(f"{part.task}: {part.name}, {len(rows)} rows")
                found.append(await _one(part, rows, engine))
        return found
    finally:
        await engine.stop()


async def _one(part: TestSet, rows: Sequence[Row], engine: Engine) -> Figures:
    call = Call()
    began = time.monotonic()
    windows = [Window(r.text, r.target) for r in rows]
    scores = await engine.classify(part.task, windows, call)
    seconds = time.monotonic() - began
    probabilities = np.array([s.probabilities for s in scores])
    gold = np.array([r.label for r in rows])
    classes = sorted(set(gold.tolist()))
    guess = _guess(probabilities, classes)
    low, high = metrics.interval(gold, guess, classes)
    majority = np.full_like(gold, np.bincount(gold).argmax())
    return Figures(
        task=part.task,
        model=engine.info(part.task, call.profile).name,
        name=part.name,
        seen=part.seen,
        rows=len(rows),
        macro_f1=metrics.macro_f1(gold, guess, classes),
        low=low,
        high=high,
        f1=tuple(metrics.f1_scores(gold, guess, classes)),
        accuracy=float((gold == guess).mean()),
        calibration_error=metrics.calibration_error(probabilities, gold),
        majority_macro_f1=metrics.macro_f1(gold, majority, classes),
        tokens_per_second=call.tokens / max(seconds, 1e-9),
    )


def _guess(probabilities: metrics.Probabilities, classes: Sequence[int]) -> metrics.Labels:
    """The likeliest of the classes that the set has: some know no neutral."""
    best: metrics.Labels = np.array(classes)[probabilities[:, classes].argmax(axis=1)]
    return best
