"""What the passages of a text show for each side of a target, and the verdict that a head reads.

A passage is evidence for a side as far as its probability exceeds that of a passage that merely
mentions the target. So neutral sentences, however many, do not change the verdict.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from service.inference.article_heads import KINDS, SIDE_FEATURES, ArticleHead
from service.tasks.scored import Scored
from service.tasks.target import TargetKind
from service.tasks.targeted.passages.roles import PassageRole
from service.tasks.targeted.scale import expected

_NOTHING = 0.25  # the probability up to which a passage is no evidence for a side
_FAVOR, _AGAINST = 2, 0


@dataclass(frozen=True, slots=True)
class PassageScore:
    """The probabilities (against, neutral, favor) of one passage, and what it is in its text.

    `weight` (0..1) is its relevance to the target.
    """

    row: Sequence[float]
    weight: float
    role: PassageRole
    quoted: bool


@dataclass(frozen=True, slots=True)
class ArticleScores:
    """All passages of one target; `whole` is the row of the whole text, with its `share` (0..1)."""

    passages: Sequence[PassageScore]
    kind: TargetKind
    whole: Sequence[float] | None = None
    share: float = 0.0


def read_verdict(labels: Sequence[str], head: ArticleHead, scores: ArticleScores) -> Scored:
    """The verdict of a head; `labels` are against, neutral and favor.

    A side for which no passage is evidence is not given: neutral is at least as likely.
    """
    against, favor = (side_features(scores, side) for side in (_AGAINST, _FAVOR))
    shared = sum(head.of(name) * value for name, value in shared_features(scores).items())
    row = _softmax(
        (
            _log_odds(head, against, favor) + shared,
            0.0,
            _log_odds(head, favor, against) + shared,
        )
    )
    for side in (_AGAINST, _FAVOR):
        if not _has_evidence(scores, side):
            row = _without(row, side)
    label = max((1, _AGAINST, _FAVOR), key=row.__getitem__)
    distribution = dict(zip(labels, row, strict=True))
    return Scored(labels[label], expected(row), row[label], distribution)


def side_features(scores: ArticleScores, side: int) -> dict[str, float]:
    """The `SIDE_FEATURES` of a side, each at least 0."""
    author = [p for p in scores.passages if not p.quoted]
    speaker = [p for p in scores.passages if p.quoted]
    whole = _evidence(scores.whole, side) * scores.share if scores.whole is not None else 0.0
    values = (
        _most(author, side),
        _sum(author, side),
        _most((p for p in author if p.role is PassageRole.END), side),
        _most(speaker, side),
        _sum(speaker, side),
        _most((p for p in scores.passages if p.role is PassageRole.HEADLINE), side),
        _most((p for p in author if p.role is PassageRole.LEAD), side),
        whole,
    )
    return dict(zip(SIDE_FEATURES, values, strict=True))


def shared_features(scores: ArticleScores) -> dict[str, float]:
    """The `SHARED_FEATURES`: the kind of the target, and the share of evidence that is quoted."""
    kinds = {kind: float(scores.kind.value == kind) for kind in KINDS}
    quoted = _told(p for p in scores.passages if p.quoted)
    told = _told(scores.passages)
    return {**kinds, "quoted": quoted / told if told else 0.0}


def _log_odds(head: ArticleHead, own: Mapping[str, float], other: Mapping[str, float]) -> float:
    """The log odds of a side against neutral by the features of both sides alone."""
    return sum(head.of(name) * value for name, value in own.items()) + sum(
        head.of(f"other_{name}") * value for name, value in other.items()
    )


def _evidence(row: Sequence[float], side: int) -> float:
    return max(0.0, row[side] - _NOTHING) / (1.0 - _NOTHING)


def _most(passages: Iterable[PassageScore], side: int) -> float:
    return max((_evidence(p.row, side) * p.weight for p in passages), default=0.0)


def _sum(passages: Iterable[PassageScore], side: int) -> float:
    return math.log1p(sum(_evidence(p.row, side) * p.weight for p in passages))


def _told(passages: Iterable[PassageScore]) -> float:
    return sum(p.weight * (_evidence(p.row, _AGAINST) + _evidence(p.row, _FAVOR)) for p in passages)


def _has_evidence(scores: ArticleScores, side: int) -> bool:
    """Whether a passage, or the text as a whole, takes that side itself."""
    rows = [p.row for p in scores.passages]
    if scores.whole is not None:
        rows.append(scores.whole)
    return any(row[side] > row[1] and row[side] >= row[_FAVOR - side] for row in rows)


def _without(row: Sequence[float], side: int) -> tuple[float, ...]:
    """The distribution with a side that is no likelier than neutral."""
    even = (row[side] + row[1]) / 2
    if row[side] <= even:
        return tuple(row)
    return tuple(even if i in (side, 1) else p for i, p in enumerate(row))


def _softmax(logits: Sequence[float]) -> tuple[float, ...]:
    highest = max(logits)
    powers = [math.exp(logit - highest) for logit in logits]
    whole = sum(powers)
    return tuple(power / whole for power in powers)
