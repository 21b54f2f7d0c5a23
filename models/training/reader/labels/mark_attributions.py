"""Joins the marked sources, cues and contents of a written text to attributions.

Marks name the parts only. A cue belongs to the nearest source; a content to the source or cue that
touches it, or else to the nearest one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from models.training.reader.labels.attributions import Parts
from models.training.reader.labels.marks import MarkedText, Pair

# Characters that a break between two parts counts for, and the farthest that parts may be apart.
_PARAGRAPH, _SENTENCE = 400, 80
_CUE_REACH, _CONTENT_REACH = 300, 1500
_BEFORE, _AFTER = 3, 8  # characters between a content and what touches it: after it, before it
_SENTENCE_END = re.compile(r"[.!?][\"”’]?\s")
_COMES_OPEN = ',”"?!'  # a content that ends so goes on to its source


class _Near(NamedTuple):
    """How far a source or its cue is, and the number of the source."""

    distance: int
    source: int


def attributions_of(marked: MarkedText) -> list[Parts]:
    """The attributions of a text; one without a source comes last."""
    sources = sorted(marked.sources)
    owned = [Parts([source], [], []) for source in sources]
    loose: list[Parts] = []
    cues: dict[Pair, int] = {}
    for cue in sorted(marked.cues):
        best = min(_by_cost(marked.text, cue, enumerate(sources)), default=None)
        if best is not None and best.distance < _CUE_REACH:
            cues[cue] = best.source
            owned[best.source].cue.append(cue)
    for content in sorted(marked.contents):
        chosen = _source_of(marked.text, content, sources, cues)
        if chosen is None:
            loose.append(Parts([], [], [content]))
        else:
            owned[chosen].content.append(content)
    return [parts for parts in owned if parts.content or parts.cue] + loose


def _source_of(
    text: str, content: Pair, sources: Sequence[Pair], cues: Mapping[Pair, int]
) -> int | None:
    right, left = _after(content, sources, cues), _before(content, sources, cues)
    goes_on = text[content[1] - 1 : content[1]] in _COMES_OPEN
    if right is not None and (left is None or left.distance > 1 or goes_on):
        return right.source
    if left is not None:
        return left.source
    owners = [(i, cue) for cue, i in cues.items()] + list(enumerate(sources))
    best = min(_by_cost(text, content, owners), default=None)
    return best.source if best is not None and best.distance <= _CONTENT_REACH else None


def _after(content: Pair, sources: Sequence[Pair], cues: Mapping[Pair, int]) -> _Near | None:
    """The cue that follows a content, or the source of a cue that does."""
    having = set(cues.values())
    found = [_Near(cue[0] - content[1], i) for cue, i in cues.items()]
    found += [_Near(s[0] - content[1], i) for i, s in enumerate(sources) if i in having]
    return min((near for near in found if 0 <= near.distance <= _BEFORE), default=None)


def _before(content: Pair, sources: Sequence[Pair], cues: Mapping[Pair, int]) -> _Near | None:
    """The cue or the source that a content follows."""
    found = [_Near(content[0] - cue[1], i) for cue, i in cues.items()]
    found += [_Near(content[0] - s[1], i) for i, s in enumerate(sources)]
    return min((near for near in found if 0 <= near.distance <= _AFTER), default=None)


def _by_cost(
    text: str, part: Pair, others: Sequence[tuple[int, Pair]] | enumerate[Pair]
) -> Iterator[_Near]:
    for number, other in others:
        begin, end = min(part[1], other[1]), max(part[0], other[0])
        between = text[begin:end]
        cost = max(0, end - begin)
        cost += _PARAGRAPH * ("\n\n" in between)
        cost += _SENTENCE * (_SENTENCE_END.search(between) is not None)
        yield _Near(cost, number)
