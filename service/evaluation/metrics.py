"""Figures of a classifier: macro-F1 with an interval, accuracy, calibration error."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Labels = NDArray[np.int64]
Probabilities = NDArray[np.float64]


def f1_scores(gold: Labels, guess: Labels, classes: Sequence[int]) -> list[float]:
    """F1 of each class; 0 for a class that neither side has."""
    scores = []
    for c in classes:
        both = int(((gold == c) & (guess == c)).sum())
        either = int((gold == c).sum() + (guess == c).sum())
        scores.append(2 * both / either if either else 0.0)
    return scores


def macro_f1(gold: Labels, guess: Labels, classes: Sequence[int]) -> float:
    """Unweighted mean of the classes' F1."""
    return float(np.mean(f1_scores(gold, guess, classes)))


def interval(
    gold: Labels, guess: Labels, classes: Sequence[int], *, draws: int = 400, seed: int = 7
) -> tuple[float, float]:
    """95% bootstrap interval of macro-F1 (Efron, 1979: percentiles over resampled rows)."""
    rng = np.random.default_rng(seed)
    found = []
    for _ in range(draws):
        rows = rng.integers(0, len(gold), len(gold))
        found.append(macro_f1(gold[rows], guess[rows], classes))
    low, high = np.percentile(found, [2.5, 97.5])
    return float(low), float(high)


def calibration_error(probabilities: Probabilities, gold: Labels, bins: int = 15) -> float:
    """Expected calibration error over equal-width bins of confidence (Guo et al., 2017)."""
    confidence = probabilities.max(axis=1)
    right = (probabilities.argmax(axis=1) == gold).astype(float)
    place = np.minimum((confidence * bins).astype(int), bins - 1)
    error = 0.0
    for b in range(bins):
        inside = place == b
        if inside.any():
            error += inside.mean() * abs(right[inside].mean() - confidence[inside].mean())
    return float(error)
