"""From class probabilities to labels, and from many passages to one verdict.

Aggregation: most sentences of any article are neutral, even of one that takes sides, so a
plain mean calls everything neutral. Neutral mass is therefore discounted before the poles
are compared, and a small neutral prior keeps a single weak passage from deciding alone.
"""

from __future__ import annotations

from collections.abc import Sequence

from service.tasks.results import Scored

NEUTRAL_DISCOUNT = 0.5
PRIOR = 0.35  # in units of one full-weight passage
MIXED_POLE = 0.25  # share of the weight that each pole needs for "mixed"
MIXED_BALANCE = 0.5  # the weaker pole against the stronger


def scored(labels: Sequence[str], probabilities: Sequence[float]) -> Scored:
    """The likeliest label of one window. Labels run from the low pole to the high one."""
    distribution = dict(zip(labels, probabilities, strict=True))
    label = max(labels, key=distribution.__getitem__)
    return Scored(
        label=label,
        score=_clip(distribution[labels[-1]] - distribution[labels[0]]),
        confidence=distribution[label],
        distribution=distribution,
    )


def aggregate(
    labels: Sequence[str],
    rows: Sequence[Sequence[float]],
    weights: Sequence[float],
    *,
    prior: float = PRIOR,
    discount: float = NEUTRAL_DISCOUNT,
) -> Scored:
    """One verdict from the probabilities of passages, each with a weight of 0..1.

    `score` is the undiscounted weighted mean of (high pole - low pole). Without passages
    the distribution is even and the label the neutral one.
    """
    low, neutral, high = labels
    total = sum(weights)
    if total <= 0:
        third = 1.0 / 3.0
        return Scored(neutral, 0.0, third, {low: third, neutral: third, high: third})
    mass = [sum(w * row[i] for row, w in zip(rows, weights, strict=True)) for i in range(3)]
    shares = [mass[0] + prior / 3, discount * mass[1] + prior / 3, mass[2] + prior / 3]
    whole = sum(shares)
    distribution = dict(zip(labels, (share / whole for share in shares), strict=True))
    label = max((neutral, low, high), key=distribution.__getitem__)
    return Scored(label, _clip((mass[2] - mass[0]) / total), distribution[label], distribution)


def with_mixed(verdict: Scored, labels: Sequence[str]) -> Scored:
    """Call it "mixed" when both poles are strong; the confidence says how even they are."""
    low, high = sorted((verdict.distribution[labels[0]], verdict.distribution[labels[-1]]))
    if low < MIXED_POLE or low < MIXED_BALANCE * high:
        return verdict
    return Scored("mixed", verdict.score, _clip(low + high), verdict.distribution)


def _clip(value: float) -> float:
    return max(-1.0, min(1.0, value))
