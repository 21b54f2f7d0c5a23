"""Stance and sentiment sets: figures, intervals and baselines of one model."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from service.evaluation import articles, metrics
from service.evaluation.catalogue import Metric, TestSet
from service.evaluation.datasets import Row
from service.evaluation.metrics import Labels, Probabilities
from service.evaluation.predict import Predictor
from service.evaluation.reporting.figures import Cost, Figures
from service.inference.protocol import Call
from service.tasks.targeted.verdicts.decide import decide


async def evaluate(
    part: TestSet,
    rows: Sequence[Row],
    of: int,
    predictor: Predictor,
    profile: str,
    rivals: Mapping[str, Labels],
    progress: Callable[[int], None] = lambda _: None,
) -> tuple[Figures, Probabilities]:
    """Figures of `rows` out of a set's `of`, and their probabilities, shape (n, 3).

    `rivals` are the predictions of baselines. For articles the simple aggregations are added.
    """
    info = predictor.engine.info(part.task, profile)
    gold = np.array([row.label for row in rows])
    classes = sorted(set(gold.tolist()))
    rivals = dict(rivals)
    before = (predictor.call.tokens, predictor.seconds)
    if part.article:
        call = Call(profile=profile)
        began = time.monotonic()
        scored_passages = await articles.score_articles(
            part.task, rows, predictor.engine, call, progress
        )
        cost = Cost(call.tokens, time.monotonic() - began)
        verdicts = [decide(info, h) for h in scored_passages]
        probabilities = np.array([list(v.distribution.values()) for v in verdicts])
        for name, way in articles.BASELINES.items():
            rivals[name] = metrics.likeliest(articles.apply(way, scored_passages), classes)
    else:
        probabilities = await predictor.predict(rows, progress)
        cost = Cost(predictor.call.tokens - before[0], predictor.seconds - before[1])
    guess = metrics.likeliest(probabilities, classes)

    def figure(rows: NDArray[np.int64]) -> float:
        return judge(part.metric, gold[rows], guess[rows], classes)

    def error(rows: NDArray[np.int64]) -> float | None:
        if len(classes) < 3 or not len(rows):
            return None
        return metrics.calibration_error(probabilities[rows], gold[rows])

    everything = np.arange(len(rows))
    decided = metrics.has_verdict(probabilities)
    f1 = metrics.f1_scores(gold, guess, classes)
    figures = Figures.on(
        part,
        info,
        profile,
        cost,
        rows=len(rows),
        value=figure(everything),
        interval=metrics.interval(figure, len(rows), block=2 if part.metric is Metric.PAIRS else 1),
        baselines={name: judge(part.metric, gold, g, classes) for name, g in rivals.items()},
        f1={info.labels[c]: score for c, score in zip(classes, f1, strict=True)},
        accuracy=metrics.accuracy(gold, guess),
        ece=error(everything),
        ece_found=error(np.flatnonzero(decided)),
        of=of,
        unfound=float(1.0 - decided.mean()),
        fitted=part.fitted,
    )
    return figures, probabilities


def judge(metric: Metric, gold: Labels, guess: Labels, classes: Sequence[int]) -> float:
    """The set's main metric."""
    match metric:
        case Metric.POLES_F1:
            return metrics.poles_f1(gold, guess)
        case Metric.ACCURACY:
            return metrics.accuracy(gold, guess)
        case Metric.PAIRS:
            return metrics.both_right(gold, guess)
        case _:
            return metrics.macro_f1(gold, guess, classes)
