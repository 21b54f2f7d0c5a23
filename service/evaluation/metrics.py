"""Figures of a classifier: macro-F1 with an interval, accuracy, calibration error."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

Labels = NDArray[np.int64]
Probabilities = NDArray[np.float64]
Curve = NDArray[np.float64]


def likeliest(probabilities: Probabilities, classes: Sequence[int] | None = None) -> Labels:
    """The predicted class of each row among the `classes` of a set, which may lack neutral.

    Neutral wins a tie, as in the answers, because an even distribution means "not found".
    """
    order = sorted(classes or range(probabilities.shape[1]), key=lambda c: c != 1)
    best: Labels = np.array(order)[probabilities[:, order].argmax(axis=1)]
    return best


def f1_scores(gold: Labels, guess: Labels, classes: Sequence[int]) -> list[float]:
    """F1 of each class; 0 for a class that occurs neither in labels nor in predictions."""
    scores = []
    for c in classes:
        both = int(((gold == c) & (guess == c)).sum())
        either = int((gold == c).sum() + (guess == c).sum())
        scores.append(2 * both / either if either else 0.0)
    return scores


def macro_f1(gold: Labels, guess: Labels, classes: Sequence[int]) -> float:
    """Unweighted mean of the classes' F1."""
    return float(np.mean(f1_scores(gold, guess, classes)))


def poles_f1(gold: Labels, guess: Labels) -> float:
    """Mean F1 of the two poles (SemEval-2016 task 6); neutral counts only as an error."""
    low, _, high = f1_scores(gold, guess, (0, 1, 2))
    return (low + high) / 2


def accuracy(gold: Labels, guess: Labels) -> float:
    """The fraction of correct rows."""
    return float((gold == guess).mean())


def both_right(gold: Labels, guess: Labels) -> float:
    """The fraction of pairs of consecutive rows with both correct."""
    return float((gold == guess).reshape(-1, 2).all(axis=1).mean())


def interval(
    figure: Callable[[NDArray[np.int64]], float],
    count: int,
    *,
    draws: int = 400,
    seed: int = 7,
    block: int = 1,
) -> tuple[float, float]:
    """95% bootstrap interval (Efron, 1979: percentiles over resampled rows).

    `figure` takes row indices. Rows are drawn in blocks of consecutive `block`.
    """
    rng = np.random.default_rng(seed)
    found = []
    for _ in range(draws):
        starts = rng.integers(0, count // block, count // block) * block
        rows = (starts[:, None] + np.arange(block)).ravel()
        found.append(figure(rows))
    low, high = np.percentile(found, [2.5, 97.5])
    return float(low), float(high)


def has_verdict(probabilities: Probabilities) -> NDArray[np.bool_]:
    """Which rows are verdicts; an even distribution means that the target was not found."""
    found: NDArray[np.bool_] = np.ptp(probabilities, axis=1) > 1e-6
    return found


def risk_coverage(probabilities: Probabilities, gold: Labels) -> tuple[Curve, Curve]:
    """Coverage and risk, both (n,): the error rate among the share most confident.

    El-Yaniv and Wiener, JMLR 2010.
    """
    order = np.argsort(-probabilities.max(axis=1), kind="stable")
    wrong = (likeliest(probabilities) != gold)[order]
    counts = np.arange(1, len(gold) + 1)
    return counts / len(gold), np.cumsum(wrong) / counts


def calibration_error(probabilities: Probabilities, gold: Labels, bins: int = 15) -> float:
    """Expected calibration error over equal-width bins of confidence (Guo et al., 2017)."""
    confidence = probabilities.max(axis=1)
    right = (likeliest(probabilities) == gold).astype(float)
    place = np.minimum((confidence * bins).astype(int), bins - 1)
    error = 0.0
    for b in range(bins):
        inside = place == b
        if inside.any():
            error += inside.mean() * abs(right[inside].mean() - confidence[inside].mean())
    return float(error)
