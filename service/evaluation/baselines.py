"""Baselines of models: the majority label, a word list, and the base encoder untrained."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from service.evaluation.catalogue import TestSet
from service.evaluation.datasets import Row
from service.evaluation.metrics import Labels
from service.inference.protocol import Call, Engine

_NEUTRAL_BAND = 0.05  # the threshold of VADER's compound score that its authors recommend


async def rivals(
    part: TestSet, rows: Sequence[Row], engine: Engine, profile: str
) -> dict[str, Labels]:
    """The baselines of every model of the set's task, by name."""
    gold = np.array([row.label for row in rows])
    classes = sorted(set(gold.tolist()))
    found = {"majority": majority(gold)}
    if part.task == "sentiment":
        found["VADER"] = vader(rows, classes)
    call = Call(profile=profile)
    found["zero-shot"] = await zero_shot(part.task, rows, classes, engine, call)
    return found


def majority(gold: Labels) -> Labels:
    """The most common label of the set for every row."""
    return np.full_like(gold, np.bincount(gold).argmax())


def vader(rows: Sequence[Row], classes: Sequence[int]) -> Labels:
    """VADER (Hutto and Gilbert, ICWSM 2014) on the text; it ignores targets."""
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    analyser = SentimentIntensityAnalyzer()
    scores = [analyser.polarity_scores(row.text)["compound"] for row in rows]
    band = _NEUTRAL_BAND if 1 in classes else 0.0
    return np.array([2 if s > band or (not band and s == 0) else 0 if s < -band else 1
                     for s in scores])  # fmt: skip


async def zero_shot(
    task: str, rows: Sequence[Row], classes: Sequence[int], engine: Engine, call: Call
) -> Labels:
    """The label whose description is most similar to the text for the base encoder."""
    texts = await engine.embed([" ".join(row.text.split()) for row in rows], call)
    asked = [s for row in rows for s in _descriptions(task, row.target)]
    unique = list(dict.fromkeys(asked))
    place = {text: i for i, text in enumerate(unique)}
    vectors = await engine.embed(unique, call)
    near = np.stack(
        [
            vectors[[place[d] for d in _descriptions(task, row.target)]] @ text
            for row, text in zip(rows, texts, strict=True)
        ]
    )
    best: Labels = np.array(classes)[near[:, list(classes)].argmax(axis=1)]
    return best


def _descriptions(task: str, target: str | None) -> tuple[str, str, str]:
    if task == "stance":
        return (
            f"The author is against {target}.",
            f"The author takes no side on {target}.",
            f"The author is in favor of {target}.",
        )
    about = f" about {target}" if target else ""
    return (
        f"This is negative{about}.",
        f"This is neutral{about}.",
        f"This is positive{about}.",
    )
