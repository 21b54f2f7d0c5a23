"""Fitted heads that read one verdict from the scores of many passages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

# What the passages show for a side, see `service.tasks.targeted.verdicts.article_features`.
SIDE_FEATURES = (
    "author_most",
    "author_sum",
    "author_end",
    "speaker_most",
    "speaker_sum",
    "headline",
    "lead",
    "whole",
)
KINDS = ("entity", "topic", "claim")
# What counts for either side against none.
SHARED_FEATURES = (*KINDS, "quoted")
COEFFICIENTS = frozenset(
    [*SIDE_FEATURES, *(f"other_{name}" for name in SIDE_FEATURES), *SHARED_FEATURES]
)


@dataclass(frozen=True, slots=True)
class ArticleHead:
    """The coefficients of a conditional logit (McFadden, 1974) over against, neutral and favor.

    A side's log odds against the neutral label are the sum of `coefficients` times the features of
    that side, times those of the other side (`other_...`), and times the shared ones. They are the
    same for both sides, so that a text with all sides turned has the turned verdict.
    """

    coefficients: Mapping[str, float] = field(hash=False)

    def of(self, name: str) -> float:
        """A coefficient, 0 if the head has none of this name."""
        return self.coefficients.get(name, 0.0)


@dataclass(frozen=True, slots=True)
class ArticleHeads:
    """A head for the text as a whole, one for its author and one for its speakers."""

    text: ArticleHead
    author: ArticleHead
    speaker: ArticleHead
