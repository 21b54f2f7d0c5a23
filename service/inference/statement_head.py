"""A fitted head that reads whether a statement is supported from scores and exact comparisons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

# What a comparison shows, see `service.tasks.verify.features`.
STATEMENT_FEATURES = (
    "constant",
    "premise",
    "single",
    "against",
    "words",
    "pairs",
    "copied",
    "numbers",
    "names",
)


@dataclass(frozen=True, slots=True)
class StatementHead:
    """The coefficients of a logit: the log odds of supported are their sum times the features."""

    coefficients: Mapping[str, float] = field(hash=False)
