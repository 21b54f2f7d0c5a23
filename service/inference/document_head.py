"""A fitted head that reads the sentiment of a document from the scores of its sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

MIXED = "mixed"
# What the sentences show, see `service.tasks.document_features`.
DOCUMENT_FEATURES = (
    "constant",
    "positive_mean",
    "negative_mean",
    "positive_lead",
    "negative_lead",
    "positive_end",
    "negative_end",
    "positive_headline",
    "negative_headline",
    "positive_most",
    "negative_most",
    "both",
    "positive_share",
    "negative_share",
    "weaker_share",
    "balance",
    "short",
)


@dataclass(frozen=True, slots=True)
class DocumentHead:
    """The coefficients of a multinomial logit over a model's labels and `mixed`.

    The log odds of a label against the neutral one are the sum of its coefficients times the
    features. `temperature` divides them, which calibrates the confidence.
    """

    coefficients: Mapping[str, Mapping[str, float]] = field(hash=False)
    temperature: float = 1.0
