"""The premise that a statement is compared with: sentences of the article, within a length."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from service.tasks.verify.lookup import SentenceIndex, words_of

# Words of a premise. With a statement of up to 90 words it fits into 512 tokens.
LENGTH = 200
_CONTEXT = 2  # picks that come with the sentence before, which says who "he" is


@dataclass(frozen=True, slots=True)
class Premise:
    """`text` is made of the sentences at `places`, in the article's order.

    `nearest` are those of them that were found for the statement, the most telling first; the
    others are their context. `parts` are their texts, cut where one alone is too long.
    """

    text: str
    places: tuple[int, ...]
    nearest: tuple[int, ...]
    parts: Mapping[int, str]


def premise_of(
    index: SentenceIndex, statement: str, nearest: Sequence[int], length: int = LENGTH
) -> Premise:
    """The premise for a statement from its nearest sentences, which are given best first."""
    room = length
    taken: dict[int, str] = {}
    for rank, place in enumerate(nearest):
        for wanted in (place, place - 1) if rank < _CONTEXT else (place,):
            if wanted < 0 or wanted in taken or room <= 0:
                continue
            words = index.sentences[wanted].clean.split()
            if len(words) > room:
                if taken:
                    continue
                words = _densest(words, statement, room)
            taken[wanted] = " ".join(words)
            room -= len(words)
    places = tuple(sorted(taken))
    return Premise(
        text=" ".join(taken[place] for place in places),
        places=places,
        nearest=tuple(place for place in nearest if place in taken),
        parts=taken,
    )


def _densest(words: list[str], statement: str, room: int) -> list[str]:
    """The stretch of `room` words that has the most words of the statement."""
    sought = words_of(statement)
    hits = [bool(words_of(word) & sought) for word in words]
    count = best = sum(hits[:room])
    begin = 0
    for end in range(room, len(words)):
        count += hits[end] - hits[end - room]
        if count > best:
            best, begin = count, end - room + 1
    return words[begin : begin + room]
