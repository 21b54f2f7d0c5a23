"""What the features of a sentence weigh: a logistic model, fitted by `models.training.layout`."""

from __future__ import annotations

import functools
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).with_name("line_weights.json")


@dataclass(frozen=True, slots=True)
class LineWeights:
    """Log-odds: `bias`, and one for each feature that holds.

    A sentence is not the article's above `threshold`; above `strict` where no text of the
    article stands before it yet, for a headline is worth more than a menu; above less by
    `company` next to a sentence that is told.
    """

    bias: float
    threshold: float
    strict: float
    company: float
    weights: dict[str, float]

    def score(self, features: Sequence[str]) -> float:
        """Log-odds of not being the article's."""
        return self.bias + sum(self.weights.get(name, 0.0) for name in features)


@functools.cache
def load() -> LineWeights:
    """The weights of this package."""
    return LineWeights(**json.loads(FILE.read_text(encoding="utf-8")))


def is_beside(
    features: Sequence[str], *, addressed: bool = False, next_to_one: bool = False
) -> bool:
    """Whether a sentence with these features stands beside the article, not in it.

    `addressed` says that the text itself speaks to the reader, so that it takes more;
    `next_to_one` says that the sentence or paragraph beside it is told already: lines to the
    reader come together.
    """
    weights = load()
    least = weights.threshold if "below" in features and not addressed else weights.strict
    return weights.score(features) > least - (weights.company if next_to_one else 0.0)
