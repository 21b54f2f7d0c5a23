"""Chooses labels from class probabilities, and aggregates many passages to one verdict.

Aggregation: most sentences of any article are neutral, even of one that takes sides, so a
plain mean calls everything neutral. Neutral mass is therefore discounted before the poles
are compared, and a small neutral prior keeps a single weak passage from deciding alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from service.tasks.scored import Scored
from service.tasks.targeted.scale import expected, flattened, is_neutral, neutral_of, positions

NEUTRAL_DISCOUNT = 0.4  # for very long texts, in which more sentences merely report
PRIOR = 0.35  # in units of one full-weight passage
MIXED_POLE = 0.2  # the minimum share of each pole for "mixed"
MIXED_BALANCE = 0.5  # the minimum ratio of the weaker pole to the stronger


def scored(labels: Sequence[str], probabilities: Sequence[float]) -> Scored:
    """The likeliest label of one window. Labels run from the low pole to the high one."""
    distribution = dict(zip(labels, probabilities, strict=True))
    label = max(labels, key=distribution.__getitem__)
    return Scored(
        label=label,
        score=_clip(expected(probabilities)),
        confidence=distribution[label],
        distribution=distribution,
    )


def aggregate(
    labels: Sequence[str],
    rows: Sequence[Sequence[float]],
    weights: Sequence[float],
    *,
    prior: float = PRIOR,
    discount: float = 1.0,
    temperature: float = 1.0,
) -> Scored:
    """One verdict from the probabilities of passages, each with a weight of 0..1.

    `temperature` divides each passage's log probabilities, because a passage is weaker evidence for
    a whole article than for itself. `score` is the undiscounted weighted mean of (high pole - low
    pole). Without passages the distribution is even and the label the neutral one.
    """
    count, neutral = len(labels), neutral_of(labels)
    total = sum(weights)
    if total <= 0:
        return Scored(neutral, 0.0, 1.0 / count, dict.fromkeys(labels, 1.0 / count))
    tilt = sum(w * expected(row) for row, w in zip(rows, weights, strict=True)) / total
    rows = [flattened(row, temperature) for row in rows]
    shares = [
        (discount if is_neutral(labels, label) else 1.0)
        * sum(w * row[i] for row, w in zip(rows, weights, strict=True))
        + prior / count
        for i, label in enumerate(labels)
    ]
    whole = sum(shares)
    distribution = dict(zip(labels, (share / whole for share in shares), strict=True))
    # If labels are equally likely, the neutral one is the verdict.
    label = max((neutral, *labels), key=distribution.__getitem__)
    return Scored(label, _clip(tilt), distribution[label], distribution)


def mixture(first: Scored, second: Scored, share: float) -> Scored:
    """One verdict from two over the same labels; the first has the weight `share` (0..1)."""
    distribution = {
        label: share * probability + (1.0 - share) * second.distribution[label]
        for label, probability in first.distribution.items()
    }
    label = max(distribution, key=distribution.__getitem__)
    score = share * first.score + (1.0 - share) * second.score
    return Scored(label, _clip(score), distribution[label], distribution)


def supported(labels: Sequence[str], verdict: Scored, rows: Sequence[Sequence[float]]) -> Scored:
    """The verdict, or the neutral label if no row is likeliest to be of the verdict's label.

    Many passages that lean to a side, none of which takes it, are no evidence for it. Label and
    neutral label then share what both have.
    """
    neutral = neutral_of(labels)
    if not is_neutral(labels, neutral) or verdict.label == neutral or not rows:
        return verdict
    side = labels.index(verdict.label)
    if any(max(range(len(labels)), key=row.__getitem__) == side for row in rows):
        return verdict
    even = (verdict.distribution[verdict.label] + verdict.distribution[neutral]) / 2
    distribution = {**verdict.distribution, verdict.label: even, neutral: even}
    return Scored(neutral, verdict.score, even, distribution)


def of_document(
    labels: Sequence[str], rows: Sequence[Sequence[float]], weights: Sequence[float]
) -> Scored:
    """One verdict from a document's sentences, each with a weight of 0..1.

    A single sentence is its own verdict. With more sentences, more of them merely report, so
    neutral mass counts less, and the prior counts as in `aggregate`.
    """
    alone = 1.0 / max(1.0, sum(weights))
    verdict = aggregate(
        labels,
        rows,
        weights,
        prior=PRIOR * (1.0 - alone),
        discount=NEUTRAL_DISCOUNT + (1.0 - NEUTRAL_DISCOUNT) * alone,
    )
    return with_mixed(verdict, labels, rows, weights)


def with_mixed(
    verdict: Scored,
    labels: Sequence[str],
    rows: Sequence[Sequence[float]],
    weights: Sequence[float],
) -> Scored:
    """Change the label to "mixed" if many sentences have one pole and many have the other.

    This depends on the labels of the sentences, so a text of lukewarm sentences is not mixed. The
    confidence is the share of both poles together.
    """
    total = sum(weights)
    shares = dict.fromkeys(labels, 0.0)
    for row, weight in zip(rows, weights, strict=True):
        likeliest = max(range(len(labels)), key=row.__getitem__)
        shares[labels[likeliest]] += weight / total if total else 0.0
    weaker, stronger = sorted(_poles(labels, shares))
    if weaker < MIXED_POLE or weaker < MIXED_BALANCE * stronger:
        return verdict
    poles = sum(_poles(labels, verdict.distribution))
    return Scored("mixed", verdict.score, _clip(poles), verdict.distribution)


def _poles(labels: Sequence[str], shares: Mapping[str, float]) -> tuple[float, float]:
    """The shares of all labels below the middle, and of all above it."""
    places = positions(labels)
    low = sum(shares[label] for label, place in zip(labels, places, strict=True) if place < 0)
    high = sum(shares[label] for label, place in zip(labels, places, strict=True) if place > 0)
    return low, high


def _clip(value: float) -> float:
    return max(-1.0, min(1.0, value))
