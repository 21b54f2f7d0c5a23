"""One verdict from scored passages: by the fitted heads of a model, or by a weighted mean.

A model of a user's own, and the sentiment toward targets, have no heads.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto

from service.inference.article_heads import ArticleHead, ArticleHeads
from service.inference.protocol import ArticleSettings, ModelInfo
from service.tasks.scored import Scored
from service.tasks.targeted.passages.scored import ScoredPassages
from service.tasks.targeted.verdicts.aggregate import aggregate, mixture, scored, supported
from service.tasks.targeted.verdicts.article_features import (
    ArticleScores,
    PassageScore,
    read_verdict,
)


class View(Enum):
    """Whose verdict it is: that of the whole text, of its author, or of speakers."""

    TEXT = auto()
    AUTHOR = auto()
    SPEAKER = auto()


def decide(info: ModelInfo, scored_passages: ScoredPassages, view: View = View.TEXT) -> Scored:
    """The verdict of one view; a single sentence has that of the model.

    For the author all passages are to be given if the model has heads, because what others say
    beside it tells how the author's own words are meant, and the author's alone otherwise.
    """
    whole, heads = scored_passages.whole, info.article.heads
    if whole is not None and len(scored_passages.rows) == 1:
        return scored(info.labels, whole)
    if heads is not None and scored_passages.rows:
        return read_verdict(info.labels, _head(heads, view), article_scores(scored_passages))
    return weighted(info.labels, info.article, scored_passages)


def article_scores(scored_passages: ScoredPassages) -> ArticleScores:
    """What the heads read."""
    passages = [
        PassageScore(row, passage.relevance, role, whose.kind == "speaker")
        for row, passage, role, whose in zip(
            scored_passages.rows,
            scored_passages.found.passages,
            scored_passages.roles,
            scored_passages.holders,
            strict=True,
        )
    ]
    return ArticleScores(
        passages, scored_passages.kind, scored_passages.whole, scored_passages.found.share
    )


def weighted(
    labels: Sequence[str], settings: ArticleSettings, scored_passages: ScoredPassages
) -> Scored:
    """The weighted mean of the passages, of the whole, or of both by the share of the whole.

    A side that neither a passage nor the whole takes is not given.
    """
    rows = scored_passages.rows
    if scored_passages.whole is None:
        return supported(labels, _over_passages(labels, settings, scored_passages), rows)
    whole = scored(labels, scored_passages.whole)
    if scored_passages.found.share >= 1.0:
        return whole
    both = mixture(
        whole,
        _over_passages(labels, settings, scored_passages.related),
        scored_passages.found.share,
    )
    return supported(labels, both, [*rows, scored_passages.whole])


def _head(heads: ArticleHeads, view: View) -> ArticleHead:
    return {View.TEXT: heads.text, View.AUTHOR: heads.author, View.SPEAKER: heads.speaker}[view]


def _over_passages(
    labels: Sequence[str], settings: ArticleSettings, scored_passages: ScoredPassages
) -> Scored:
    weights = []
    for position, (passage, whose) in enumerate(
        zip(scored_passages.found.passages, scored_passages.holders, strict=True)
    ):
        weight = passage.relevance
        weight *= settings.quoted if whose.kind == "speaker" else 1.0
        weight *= settings.lead if position == 0 else 1.0
        weights.append(weight)
    return aggregate(
        labels,
        scored_passages.rows,
        weights,
        prior=settings.prior,
        discount=settings.discount,
        temperature=settings.temperature,
    )
