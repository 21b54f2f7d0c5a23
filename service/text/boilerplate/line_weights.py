"""The weights of the features: a logistic regression, fitted by `models.training.layout`."""

from __future__ import annotations

import functools
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).with_name("line_weights.json")


@dataclass(frozen=True, slots=True)
class LineWeights:
    """Log-odds: `bias`, and one weight for each feature that holds.

    A sentence above `threshold` is not part of the article. Before any text of the article the
    limit is `strict`, because losing a headline is worse than keeping a menu. Next to a sentence
    that is boilerplate the limit is lower by `adjacent`.
    """

    bias: float
    threshold: float
    strict: float
    adjacent: float
    weights: dict[str, float]

    def score(self, features: Sequence[str]) -> float:
        """Log-odds of not being part of the article."""
        return self.bias + sum(self.weights.get(name, 0.0) for name in features)


@functools.cache
def load() -> LineWeights:
    """The weights of this package."""
    return LineWeights(**json.loads(FILE.read_text(encoding="utf-8")))


def is_likely_boilerplate(
    features: Sequence[str], *, addressed: bool = False, adjacent: bool = False
) -> bool:
    """Whether a sentence with these features is probably not part of the article.

    `addressed` says that the whole text speaks to the reader, so the limit is higher. `adjacent`
    says that a neighbouring sentence or paragraph is boilerplate, so the limit is lower: lines
    to the reader come together.
    """
    weights = load()
    least = weights.threshold if "below" in features and not addressed else weights.strict
    return weights.score(features) > least - (weights.adjacent if adjacent else 0.0)
