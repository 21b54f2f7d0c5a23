"""Stance and sentiment sets: figures, intervals and baselines of one model."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from service.evaluation import articles, baselines, metrics
from service.evaluation.datasets import Metric, Row, TestSet
from service.evaluation.figures import Figures
from service.evaluation.metrics import Labels, Probabilities
from service.evaluation.predict import predict
from service.inference.types import Call, Engine
from service.tasks.judge import decide


async def evaluate(
    part: TestSet,
    rows: Sequence[Row],
    engine: Engine,
    profile: str,
    progress: Callable[[int], None] = lambda _: None,
) -> tuple[Figures, Probabilities]:
    """Figures of one set, and the probabilities they come from, shape (n, 3)."""
    call = Call(profile=profile)
    info = engine.info(part.task, profile)
    ways: dict[str, Probabilities] = {}
    if part.article:
        heard = await articles.hear_all(part.task, rows, engine, call, progress)
        verdicts = [decide(info.labels, info.article, h) for h in heard]
        probabilities = np.array([list(v.distribution.values()) for v in verdicts])
        ways = {name: articles.apply(way, heard) for name, way in articles.BASELINES.items()}
    else:
        probabilities = await predict(part.task, rows, engine, call, progress)
    gold = np.array([row.label for row in rows])
    classes = sorted(set(gold.tolist()))
    guess = metrics.likeliest(probabilities, classes)
    rivals = {"majority": baselines.majority(gold)}
    if part.task == "sentiment":
        rivals["VADER"] = baselines.vader(rows, classes)
    rivals["zero-shot"] = await baselines.zero_shot(
        part.task, rows, classes, engine, Call(profile=profile)
    )
    rivals |= {name: metrics.likeliest(found, classes) for name, found in ways.items()}

    def figure(rows: NDArray[np.int64]) -> float:
        return judge(part.metric, gold[rows], guess[rows], classes)

    everything = np.arange(len(rows))
    f1 = metrics.f1_scores(gold, guess, classes)
    figures = Figures(
        task=part.task,
        set=part.name,
        profile=profile,
        model=info.name,
        trained=part.trained,
        news=part.news,
        rows=len(rows),
        metric=part.metric.value,
        value=figure(everything),
        interval=metrics.interval(figure, len(rows), block=2 if part.metric is Metric.PAIRS else 1),
        baselines={name: judge(part.metric, gold, g, classes) for name, g in rivals.items()},
        tokens_per_second=call.tokens / max(call.seconds.get("model", 0.0), 1e-9),
        f1={info.labels[c]: score for c, score in zip(classes, f1, strict=True)},
        accuracy=metrics.accuracy(gold, guess),
        ece=metrics.calibration_error(probabilities, gold) if len(classes) == 3 else None,
    )
    return figures, probabilities


def judge(metric: Metric, gold: Labels, guess: Labels, classes: Sequence[int]) -> float:
    """The figure that a set is judged by."""
    match metric:
        case Metric.POLES_F1:
            return metrics.poles_f1(gold, guess)
        case Metric.ACCURACY:
            return metrics.accuracy(gold, guess)
        case Metric.PAIRS:
            return metrics.both_right(gold, guess)
        case _:
            return metrics.macro_f1(gold, guess, classes)
