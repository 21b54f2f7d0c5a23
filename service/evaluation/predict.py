"""Scores rows with the service's own tasks, as if a caller had posted them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from service.evaluation.datasets import Row
from service.evaluation.each import of_each
from service.evaluation.metrics import Probabilities
from service.inference.document_head import MIXED
from service.inference.protocol import Call, Engine
from service.tasks.annotations import Annotations
from service.tasks.sentiment import SentimentOptions, detect_sentiment
from service.tasks.stance import StanceOptions, detect_stance
from service.tasks.target import TargetSpec
from service.text.segmentation.builder import build_document

AT_ONCE = 32  # concurrent requests, so that the engine can fill its batches


@dataclass(slots=True)
class Predictor:
    """Scores rows of one task and profile. A repeated row is scored once.

    `call` counts the tokens, `seconds` the wall time of all scoring.
    """

    task: str
    engine: Engine
    call: Call
    seconds: float = 0.0
    _known: dict[tuple[str, str | None], list[float]] = field(default_factory=dict)

    async def predict(
        self, rows: Sequence[Row], progress: Callable[[int], None] = lambda _: None
    ) -> Probabilities:
        """Probabilities from the low pole to the high one, shape (n, 3). Raises `EngineError`."""
        new = list(dict.fromkeys((r.text, r.target) for r in rows))
        new = [key for key in new if key not in self._known]
        known = len(rows) - len(new)

        async def one(key: tuple[str, str | None]) -> None:
            self._known[key] = of_three(await self._verdict(*key))

        began = time.monotonic()
        await of_each(new, one, AT_ONCE, lambda done: progress(known + done))
        self.seconds += time.monotonic() - began
        return np.array([self._known[r.text, r.target] for r in rows]).reshape(-1, 3)

    async def _verdict(self, text: str, target: str | None) -> Mapping[str, float]:
        """The distribution over the labels, toward the target or of the whole text."""
        document = await asyncio.to_thread(build_document, text, language="en")
        targets = (TargetSpec(target),) if target else ()
        annotations = Annotations(document, self.engine, self.call, targets)
        if self.task == "stance":
            stance = await detect_stance(annotations, StanceOptions(evidence=0))
            return stance.result.targets[0].distribution
        found = await detect_sentiment(annotations, SentimentOptions(evidence=0))
        sentiment = found.result
        return sentiment.targets[0].distribution if targets else sentiment.distribution


def of_three(distribution: Mapping[str, float]) -> list[float]:
    """The probabilities of three labels; the sets have no `mixed`, so it is taken out."""
    kept = [value for label, value in distribution.items() if label != MIXED]
    return [value / max(sum(kept), 1e-9) for value in kept]
