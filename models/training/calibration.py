"""What confidence means: one temperature, and the confidence below which to warn."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

RISK = 0.15  # error rate that verdicts without a warning may have on dev rows

Logits = NDArray[np.float32]
Labels = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Calibration:
    """Fitted on dev rows. `coverage` is the share of them at or above `low_confidence`."""

    temperature: float
    low_confidence: float
    coverage: float


def fit(logits: Logits, gold: Labels, risk: float = RISK) -> Calibration:
    """Temperature by log loss (Guo et al., 2017), threshold by the risk-coverage curve.

    The threshold is the lowest at which the error rate of what is above it stays within
    `risk` (selective classification; El-Yaniv and Wiener, JMLR 2010).
    """
    heat = temperature(logits, gold)
    probabilities = softmax(logits / heat)
    confidence = probabilities.max(axis=1)
    order = np.argsort(-confidence, kind="stable")
    wrong = (probabilities.argmax(axis=1) != gold)[order]
    curve = np.cumsum(wrong) / np.arange(1, len(gold) + 1)
    within = np.flatnonzero(curve <= risk)
    last = int(within[-1]) if len(within) else 0
    low = round(float(np.floor(confidence[order][last] * 100)) / 100, 2)
    return Calibration(heat, low, float((confidence >= low).mean()))


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
