"""Which sentences of an article may stand in a summary, and how fit each is for it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from service.tasks.annotations import NameAnnotations
from service.text.attribution.quotations import quoted_share, quotes_over
from service.text.boilerplate.patterns import is_dated_caption
from service.text.document import Sentence

_BARE = re.compile(
    r"^[“\"'‘(]*(?:he|she|it|they|his|her|its|their|this|that|these|those|him|them|such|"
    r"the (?:former|latter|same)|both|neither|one of them)\b",
    re.IGNORECASE,
)
# Goes on from a sentence that the summary need not hold. "So far", "And so" are links too.
_CONTINUES = re.compile(
    r"^[“\"'‘(]*(?:but|and|so|still|yet|however|also|plus|instead|moreover|therefore|"
    r"nevertheless|nonetheless|indeed|likewise|similarly|conversely|consequently|hence|thus|"
    r"or|nor|which|for example|for instance|in addition|in other words|on the other hand|"
    r"by contrast|of course|after all|either way|as a result|that said|then)\b(?! far)",
    re.IGNORECASE,
)
_LINKED = re.compile(
    r"^[“\"'‘(]*(?:meanwhile|once|because|though|although|now|even)\b", re.IGNORECASE
)
# What stands between paragraphs on a page and was posted with them.
_FURNITURE = re.compile(
    r"^(?:related|read|watch|listen|see|photos?|video|gallery|more|story highlights)"
    r"(?::|\s+\||(?<=highlights)\s)|\s[»|]\s|"
    r"\bcontributed to this (?:report|story|article)\b",
    re.IGNORECASE,
)
_ENDS = re.compile(r"[.!…][\"”’')\]»]*$")  # neither a question nor a bullet without a stop
_SHORTEST = 6
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of the content. `fitness` (0..1) lowers its salience, `standalone` its turn."""

    index: int
    words: int
    fitness: float
    standalone: bool


def find_candidates(content: Sequence[Sentence], names: NameAnnotations) -> list[Candidate]:
    """One candidate for each sentence, in their order."""
    return [_candidate(i, sentence, names) for i, sentence in enumerate(content)]


def _candidate(index: int, sentence: Sentence, names: NameAnnotations) -> Candidate:
    text = sentence.clean
    words = len(text.split())
    quoted = quoted_share(names.quotes, sentence.span)
    voice = names.voices[sentence.index]
    inside = any(
        sentence.span not in q and q not in sentence.span
        for q in quotes_over(names.quotes, sentence.span)
    )
    dangling = inside or not _balanced(text)
    # Wholly quoted and without "said X" of its own: the reader can't tell who speaks.
    unattributed = quoted > 0.9 and (
        voice.speaker is None or voice.speaker.span not in sentence.span
    )
    standalone = not (
        _BARE.match(text)
        or _CONTINUES.match(text)
        or _FURNITURE.search(text)
        or is_dated_caption(text)
        or dangling
        or unattributed
        or words < _SHORTEST
        or not _ENDS.search(text)
    )
    fitness = 1.0
    if _LINKED.match(text):
        fitness *= 0.75
    if words > _LONGEST:
        fitness *= _LONGEST / words
    if words < 2 * _SHORTEST:
        fitness *= 0.65
    if quoted > 0.5:
        fitness *= 0.8
    return Candidate(index, words, fitness, standalone)


def _balanced(text: str) -> bool:
    return text.count("“") == text.count("”") and text.count('"') % 2 == 0
