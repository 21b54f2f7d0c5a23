"""Scores the check of summaries and statements against people's judgement, beside baselines."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from service.evaluation import metrics
from service.evaluation.catalogue import Metric, TestSet
from service.evaluation.each import of_each
from service.evaluation.factuality import baselines
from service.evaluation.factuality.gold import JudgedText
from service.evaluation.reporting.figures import Cost, Figures
from service.inference.protocol import Call, Engine
from service.tasks.annotations import Annotations
from service.tasks.verify.check import TASK, check
from service.tasks.verify.compared import of_all
from service.tasks.verify.results import LABELS, SUPPORTED
from service.tasks.verify.statements import one_line, sentences_of
from service.text.document import Document
from service.text.segmentation.builder import build_document

MEASURES = (Metric.FACTUALITY, Metric.STATEMENTS)
OURS = "ours"
AT_ONCE = 16
THRESHOLD = 0.5  # of the probability that a text is supported

Scores = NDArray[np.float64]


async def evaluate(
    part: TestSet,
    rows: Sequence[JudgedText],
    of: int,
    engine: Engine,
    profile: str,
    progress: Callable[[int], None] = lambda _: None,
) -> Figures:
    """Figures of `rows` out of a set's `of`. Raises `EngineError`."""
    call = Call(profile=profile)
    documents: dict[str, Document] = {}

    async def one(row: JudgedText) -> tuple[dict[str, float], dict[str, float]]:
        if row.article not in documents:
            documents[row.article] = await asyncio.to_thread(
                build_document, row.article, language="en"
            )
        annotations = Annotations(documents[row.article], engine, call)
        sentences = sentences_of(row.text) or [one_line(row.text)]
        verdicts = await check(annotations, sentences)
        shares = of_all([verdict.distribution for verdict in verdicts])
        return shares, await baselines.scores(annotations, sentences)

    began = time.monotonic()
    found = await of_each(rows, one, AT_ONCE, progress)
    seconds = time.monotonic() - began
    gold = np.array([row.supported for row in rows])
    labels = np.array([LABELS.index(row.label) for row in rows])
    shares = np.array([[own[label] for label in LABELS] for own, _ in found])
    rivals = _columns([rival for _, rival in found])
    scores = {OURS: shares[:, LABELS.index(SUPPORTED)]} | rivals
    info = engine.info(TASK, profile)
    main = _main(part, gold, labels, shares)
    return Figures.on(
        part,
        info,
        profile,
        Cost(call.tokens, seconds),
        rows=len(rows),
        value=main(np.arange(len(rows))),
        interval=metrics.interval(main, len(rows)),
        baselines={} if part.metric is Metric.STATEMENTS else {
            name: auc(own, gold) for name, own in rivals.items()
        },
        f1=_f1(labels, shares) if part.metric is Metric.STATEMENTS else None,
        ece=metrics.calibration_error(shares, labels) if part.metric is Metric.STATEMENTS else None,
        of=of,
        measures=measures(scores, gold),
    )  # fmt: skip


def _columns(rivals: Sequence[Mapping[str, float]]) -> dict[str, Scores]:
    names = (baselines.WORDS, baselines.PAIRS, baselines.COSINE, baselines.SINGLE)
    return {name: np.array([rival[name] for rival in rivals]) for name in names}


def _main(
    part: TestSet, gold: NDArray[np.bool_], labels: metrics.Labels, shares: Scores
) -> Callable[[NDArray[np.int64]], float]:
    """The set's metric of some of its rows."""
    if part.metric is Metric.STATEMENTS:
        guess = shares.argmax(axis=1)
        return lambda rows: metrics.macro_f1(labels[rows], guess[rows], range(len(LABELS)))
    supported = shares[:, LABELS.index(SUPPORTED)]
    return lambda rows: auc(supported[rows], gold[rows])


def _f1(labels: metrics.Labels, shares: Scores) -> dict[str, float]:
    classes = range(len(LABELS))
    scores = metrics.f1_scores(labels, shares.argmax(axis=1), classes)
    return dict(zip(LABELS, scores, strict=True))


def _auc_of(scores: Scores, gold: NDArray[np.bool_], rows: NDArray[np.int64]) -> float:
    return auc(scores[rows], gold[rows])


def measures(scores: Mapping[str, Scores], gold: NDArray[np.bool_]) -> dict[str, dict[str, float]]:
    """AUC with its interval, and balanced accuracy, of ours and of each baseline.

    Ours calls a text supported from `THRESHOLD` on. Baselines have no threshold of their own, so
    they get the one that is best on these very rows, which flatters them.
    """
    found = {}
    for name, own in scores.items():
        low, high = metrics.interval(partial(_auc_of, own, gold), len(gold))
        best = balanced_accuracy(own >= THRESHOLD, gold)
        if name != OURS:
            best = max(balanced_accuracy(own >= value, gold) for value in np.unique(own))
        found[name] = {
            "AUC": auc(own, gold), "from": low, "to": high, "balanced accuracy": best,
        }  # fmt: skip
    return found


def auc(scores: Scores, gold: NDArray[np.bool_]) -> float:
    """The area under the ROC curve, 0.5 where one of the classes is missing.

    It is the probability that a supported text has a higher score than another; equal scores count
    half (Hanley and McNeil, 1982).
    """
    true = int(gold.sum())
    if true in (0, len(gold)):
        return 0.5
    _, place, count = np.unique(scores, return_inverse=True, return_counts=True)
    last = np.cumsum(count)
    ranks = (last - (count - 1) / 2)[place]
    return float((ranks[gold].sum() - true * (true + 1) / 2) / (true * (len(gold) - true)))


def balanced_accuracy(guess: NDArray[np.bool_], gold: NDArray[np.bool_]) -> float:
    """The mean of the accuracies on both classes; that of one if the other is missing."""
    parts = [float((guess[gold == value] == value).mean()) for value in (True, False)
             if (gold == value).any()]  # fmt: skip
    return float(np.mean(parts))
