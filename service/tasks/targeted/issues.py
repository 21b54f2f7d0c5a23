"""The issues of a text: repeated phrases whose vectors are nearest to the text's own.

Ranking candidate phrases by embedding follows EmbedRank (Bennani-Smires et al., CoNLL 2018). Unlike
there, candidates must recur and must not contain a stop word.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from service.tasks.annotations import Annotations
from service.tasks.similarity import cosines
from service.tasks.target import Target, TargetKind, TargetOrigin
from service.tasks.targeted.heading import heading_of
from service.tasks.targeted.mention_context import names_a_place
from service.text.gazetteers.word_lists import stem

_MOST = 3
_MAX_CANDIDATES = 40
_NEAR = 0.25  # the minimum cosine of an issue and the text
_FULL = 1.5  # the value of a phrase that matches the text completely


async def find_issues(
    annotations: Annotations, counts: dict[str, int], taken: Sequence[set[str]]
) -> list[Target]:
    """The phrases that describe the subject of the text, without its names.

    Args:
        annotations: the annotations of the document.
        counts: the frequency of each candidate phrase.
        taken: the stems of names; a phrase that contains all stems of one is no candidate.
    """
    counts = {p: n for p, n in counts.items() if not names_a_place(p)}
    if not counts:
        return []
    ranked = sorted(counts, key=lambda p: (-counts[p] * len(p.split()), p))[:_MAX_CANDIDATES]
    likeness = await _likeness(annotations, ranked)
    heading = _stems(heading_of(annotations.document))
    values = {
        phrase: _value(likeness[phrase], counts[phrase], _stems(phrase), heading)
        for phrase in ranked
        if likeness[phrase] >= _NEAR and not any(name <= _stems(phrase) for name in taken)
    }
    return _chosen(values)


async def _likeness(annotations: Annotations, phrases: Sequence[str]) -> dict[str, float]:
    """The cosine of each phrase with the mean of the text's sentences."""
    vectors = await annotations.vectors()
    centre = vectors.mean(axis=0)
    near = await annotations.engine.embed(phrases, annotations.call)
    like = cosines(near, centre / max(float(np.linalg.norm(centre)), 1e-9))
    return {phrase: float(value) for phrase, value in zip(phrases, like, strict=True)}


def _value(likeness: float, count: int, stems: set[str], heading: set[str]) -> float:
    often = 1 + 0.2 * min(count, 8)
    special = 1 + 0.2 * (len(stems) - 2)  # three words are more specific than two
    return likeness * often * special + 0.5 * (len(stems & heading) / len(stems))


def _chosen(values: Mapping[str, float]) -> list[Target]:
    """The phrases of the highest value, none of which shares a word with one before it."""
    chosen: list[Target] = []
    covered: set[str] = set()
    for phrase in sorted(values, key=lambda p: (-values[p], p)):
        stems = _stems(phrase)
        if stems & covered:
            continue
        covered |= stems
        salience = max(0.0, min(1.0, values[phrase] / _FULL))
        # "North Korean troops" is an entity, "drone operations" a topic.
        kind = TargetKind.ENTITY if phrase[0].isupper() else TargetKind.TOPIC
        chosen.append(Target(phrase, kind, TargetOrigin.DISCOVERED, None, salience))
        if len(chosen) == _MOST:
            break
    return chosen


def _stems(phrase: str) -> set[str]:
    return {stem(word) for word in phrase.split()}
