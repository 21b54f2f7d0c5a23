"""A label with its distribution."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Scored:
    """A label with its distribution. `confidence` is the probability of the label.

    `score` runs from -1 to 1 (negative/against to positive/favor): the expected value of
    the distribution's poles. `distribution` maps every model label to its probability.
    """

    label: str
    score: float
    confidence: float
    distribution: dict[str, float]

    def fields(self) -> dict[str, Any]:
        """Its values as keyword arguments for a result that includes them."""
        return {
            "label": self.label,
            "score": self.score,
            "confidence": self.confidence,
            "distribution": self.distribution,
        }
