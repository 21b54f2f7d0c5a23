"""From what a model says of a statement and sentences of the article to one distribution."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from service.inference.protocol import ClassScores
from service.tasks.verify.results import CONTRADICTED, LABELS, NOT_IN_TEXT, SUPPORTED

Shares = Mapping[str, float]


def shares_of(labels: Sequence[str], scores: ClassScores) -> dict[str, float]:
    """The probabilities by label. A model of two labels does not tell what is contradicted."""
    named = dict(zip(labels, scores.probabilities, strict=True))
    found = {label: named.get(label, 0.0) for label in LABELS}
    found[NOT_IN_TEXT] += max(0.0, 1.0 - sum(found.values()))
    return found


def likeliest(shares: Shares) -> str:
    """The label with the highest probability; of equal ones the more careful."""
    order = (NOT_IN_TEXT, CONTRADICTED, SUPPORTED)
    return max(order, key=lambda label: shares[label])


def of_all(parts: Sequence[Shares]) -> dict[str, float]:
    """The distribution of a whole from those of its parts, at least one.

    It is supported as far as its weakest part, and contradicted as far as its worst one.
    """
    supported = min(part[SUPPORTED] for part in parts)
    contradicted = min(1.0 - supported, max(part[CONTRADICTED] for part in parts))
    return {
        CONTRADICTED: contradicted,
        NOT_IN_TEXT: max(0.0, 1.0 - supported - contradicted),
        SUPPORTED: supported,
    }
