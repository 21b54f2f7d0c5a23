"""How good a classifier is on labelled rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.evaluation.datasets import Row
from service.evaluation.metrics import accuracy, calibration_error, likeliest, macro_f1

Probabilities = NDArray[np.float64]
_LEAST = 1e-9


@dataclass(frozen=True, slots=True)
class TuningFigures:
    """Of `rows`: macro-F1, accuracy, calibration error (each 0..1) and mean log loss in nats."""

    rows: int
    macro_f1: float
    accuracy: float
    calibration_error: float
    log_loss: float


def figures_of(found: Probabilities, rows: Sequence[Row]) -> TuningFigures:
    """The figures of probabilities, shape (n, labels), against the labels of the rows."""
    gold = np.array([row.label for row in rows])
    guess = likeliest(found)
    return TuningFigures(
        rows=len(rows),
        macro_f1=macro_f1(gold, guess, sorted(set(gold.tolist()))),
        accuracy=accuracy(gold, guess),
        calibration_error=calibration_error(found, gold),
        log_loss=log_loss(found, gold),
    )


def log_loss(found: Probabilities, gold: NDArray[np.int64]) -> float:
    """The mean negative log probability of the right labels, in nats."""
    right = found[np.arange(len(gold)), gold]
    return float(-np.log(np.maximum(right, _LEAST)).mean())


def temperature_for(found: Probabilities, gold: NDArray[np.int64]) -> float:
    """The divisor of the log probabilities with the least log loss (Guo et al., 2017)."""
    logs = np.log(np.maximum(found, _LEAST))

    def loss(heat: float) -> float:
        powers = np.exp(logs / heat)
        return log_loss(powers / powers.sum(axis=1, keepdims=True), gold)

    return round(float(min(np.arange(0.5, 4.0, 0.02), key=loss)), 2)
