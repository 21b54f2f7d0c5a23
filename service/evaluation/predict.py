"""Rows through the service's own tasks: what a caller who posts them would get."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

import numpy as np

from service.evaluation.datasets import Row
from service.evaluation.metrics import Probabilities
from service.inference.types import Call, Engine
from service.tasks.options import SentimentOptions, StanceOptions, TargetSpec
from service.tasks.results import Scored
from service.tasks.sentiment import detect_sentiment
from service.tasks.stance import detect_stance
from service.text.build import build_document

AT_ONCE = 8


async def predict(
    task: str,
    rows: Sequence[Row],
    engine: Engine,
    call: Call,
    progress: Callable[[int], None] = lambda _: None,
) -> Probabilities:
    """Probabilities from the low pole to the high one, shape (n, 3)."""
    gate = asyncio.Semaphore(AT_ONCE)
    found = np.zeros((len(rows), 3))
    done = 0

    async def one(i: int) -> None:
        nonlocal done
        async with gate:
            scored = await _verdict(task, rows[i], engine, call)
        # "mixed" is a verdict on the distribution, not a part of it.
        found[i] = list(scored.distribution.values())
        done += 1
        progress(done)

    await asyncio.gather(*(one(i) for i in range(len(rows))))
    return found


async def _verdict(task: str, row: Row, engine: Engine, call: Call) -> Scored:
    document = await asyncio.to_thread(build_document, row.text, language="en")
    targets = (TargetSpec(row.target),) if row.target else ()
    if task == "stance":
        stance = await detect_stance(document, StanceOptions(targets, evidence=0), engine, call)
        return stance.targets[0].scored
    options = SentimentOptions(targets, evidence=0)
    sentiment = await detect_sentiment(document, options, engine, call)
    return sentiment.targets[0].scored if targets else sentiment.document
