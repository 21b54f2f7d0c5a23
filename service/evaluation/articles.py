"""Simple aggregations of passages to an article, as baselines for the fitted one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

import numpy as np

from service.evaluation.datasets import Row
from service.evaluation.each import of_each
from service.evaluation.metrics import Probabilities
from service.inference.protocol import Call, Engine
from service.tasks.annotations import Annotations
from service.tasks.target import TargetSpec
from service.tasks.targeted.passages.scored import ScoredPassages, score_passages
from service.tasks.targeted.targets.given import from_spec
from service.text.segmentation.builder import build_document

AT_ONCE = 4


async def score_articles(
    task: str,
    rows: Sequence[Row],
    engine: Engine,
    call: Call,
    progress: Callable[[int], None] = lambda _: None,
) -> list[ScoredPassages]:
    """The scored passages of every (article, target), before aggregation."""

    async def one(row: Row) -> ScoredPassages:
        document = await asyncio.to_thread(build_document, row.text, language="en")
        about = from_spec(TargetSpec(row.target or ""))
        return await score_passages(Annotations(document, engine, call), task, about)

    return await of_each(rows, one, AT_ONCE, progress)


def mean(scored_passages: ScoredPassages) -> Probabilities:
    """Every passage has the same weight."""
    found: Probabilities = np.mean(scored_passages.rows, axis=0)
    return found


def most_confident(scored_passages: ScoredPassages) -> Probabilities:
    """The passage with the highest confidence decides."""
    return np.array(max(scored_passages.rows, key=max))


def lead_weighted(scored_passages: ScoredPassages) -> Probabilities:
    """The weight of a passage is the inverse of its rank in text order."""
    weights = 1.0 / np.arange(1, len(scored_passages.rows) + 1)
    found: Probabilities = np.average(scored_passages.rows, axis=0, weights=weights)
    return found


BASELINES: dict[str, Callable[[ScoredPassages], Probabilities]] = {
    "mean": mean,
    "most confident": most_confident,
    "lead-weighted": lead_weighted,
}


def apply(
    way: Callable[[ScoredPassages], Probabilities], all_scored: Sequence[ScoredPassages]
) -> Probabilities:
    """Shape (n, 3); neutral without passages."""
    return np.array([way(h) if h.rows else [1 / 3] * 3 for h in all_scored])
