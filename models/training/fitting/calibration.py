"""What confidence means: temperatures, and the confidence below which to warn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.training.data.dataset import Row
from service.evaluation.metrics import risk_coverage
from service.tasks.target import TargetKind
from service.tasks.targeted.targets.given import guess_kind

RISK = 0.15  # error rate that verdicts without a warning may have on dev rows

Logits = NDArray[np.float32]
Labels = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Calibration:
    """Fitted on dev rows. `coverage` is the share of them at or above `low_confidence`.

    Windows about an entity are divided by both temperatures, others by the first.
    """

    temperature: float
    entity_temperature: float
    low_confidence: float
    coverage: float


def about_entities(rows: Sequence[Row]) -> NDArray[np.bool_]:
    """Which rows have a target that the service takes for an entity, shape (n,)."""
    return np.array(
        [bool(r.target) and guess_kind(str(r.target)) is TargetKind.ENTITY for r in rows]
    )


def fit(logits: Logits, gold: Labels, entity: NDArray[np.bool_], risk: float = RISK) -> Calibration:
    """Temperatures by log loss (Guo et al., 2017), threshold by the risk-coverage curve.

    `entity` marks the rows about entities, shape (n,).
    """
    mixed = entity.any() and not entity.all()
    heat = temperature(logits[~entity], gold[~entity]) if mixed else temperature(logits, gold)
    extra = temperature(logits[entity] / np.float32(heat), gold[entity]) if mixed else 1.0
    divisor = np.where(entity, heat * extra, heat).astype(np.float32)
    probabilities = softmax(logits / divisor[:, None])
    low = least_confidence(probabilities.astype(np.float64), gold, risk)
    return Calibration(heat, extra, low, float((probabilities.max(axis=1) >= low).mean()))


def least_confidence(probabilities: NDArray[np.float64], gold: Labels, risk: float) -> float:
    """The lowest confidence from which the error rate stays within `risk`, in hundredths.

    Selective classification by the risk-coverage curve (El-Yaniv and Wiener, JMLR 2010).
    `probabilities` has the shape (n, classes), `gold` (n,).
    """
    _, curve = risk_coverage(probabilities, gold)
    within = np.flatnonzero(curve <= risk)
    falling = -np.sort(-probabilities.max(axis=1))
    return round(float(np.floor(falling[within[-1] if len(within) else 0] * 100)) / 100, 2)


def temperature(logits: Logits, gold: Labels) -> float:
    """The divisor of the logits with the least log loss."""
    best = (float("inf"), 1.0)
    for t in np.arange(0.5, 4.0, 0.02):
        found = softmax(logits / np.float32(t))[np.arange(len(gold)), gold]
        best = min(best, (float(-np.log(np.maximum(found, 1e-9)).mean()), float(t)))
    return round(best[1], 2)


def softmax(logits: Logits) -> NDArray[np.float32]:
    """Probabilities by row."""
    shifted = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=1, keepdims=True), dtype=np.float32)
