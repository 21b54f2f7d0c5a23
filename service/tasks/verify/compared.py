"""What a model says of a statement beside sentences of an article."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from service.inference.protocol import ClassScores
from service.tasks.verify.premise import Premise
from service.tasks.verify.results import CONTRADICTED, LABELS, NOT_IN_TEXT, SUPPORTED

Shares = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class ComparedUnit:
    """A sentence of a statement with what the model says of its premise, and of single sentences.

    `singles` are the distributions by the position of the sentence.
    """

    text: str
    premise: Premise
    whole: Shares
    singles: Mapping[int, Shares]


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
