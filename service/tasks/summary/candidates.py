"""Rates how suitable each sentence of an article is for a summary."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from service.tasks.annotations import NameAnnotations
from service.text.attribution.quotations import quoted_share, quotes_over
from service.text.attribution.voices import Voice
from service.text.boilerplate.patterns import is_dated_caption
from service.text.document import Sentence
from service.text.span import Span

_BARE = re.compile(
    r"^[“\"'‘(]*(?:he|she|it|they|his|her|its|their|this|that|these|those|him|them|such|"
    r"the (?:former|latter|same)|both|neither|one of them)\b",
    re.IGNORECASE,
)
# Continues a sentence that the summary may not contain. "So far", "And so" are links, too.
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
# Text between the paragraphs of a page that was posted with them.
_FURNITURE = re.compile(
    r"^(?:related|read|watch|listen|see|photos?|video|gallery|more|story highlights)"
    r"(?::|\s+\||(?<=highlights)\s)|\s[»|]\s|"
    r"\bcontributed to this (?:report|story|article)\b",
    re.IGNORECASE,
)
_ENDS = re.compile(r"[.!…][\"”’')\]»]*$")  # no question, and no bullet point without a full stop
_SHORTEST = 6
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of the content.

    `fitness` (0..1) is a factor on its salience. One that is not `standalone` is hard to
    understand without its context.
    """

    index: int
    words: int
    fitness: float
    standalone: bool


class _Facts(NamedTuple):
    """The input of the rules. `quoted` is the fraction (0..1) of the sentence in quotations."""

    text: str
    words: int
    quoted: float
    span: Span
    names: NameAnnotations
    voice: Voice


def find_candidates(content: Sequence[Sentence], names: NameAnnotations) -> list[Candidate]:
    """One candidate for each sentence, in their order."""
    return [_candidate(i, sentence, names) for i, sentence in enumerate(content)]


def _candidate(index: int, sentence: Sentence, names: NameAnnotations) -> Candidate:
    facts = _Facts(
        text=sentence.clean,
        words=len(sentence.clean.split()),
        quoted=quoted_share(names.quotes, sentence.span),
        span=sentence.span,
        names=names,
        voice=names.voices[sentence.index],
    )
    fitness = 1.0
    for penalty in _PENALTIES:
        fitness *= penalty(facts)
    standalone = not any(rule(facts) for rule in _DEPENDENT)
    return Candidate(index, facts.words, fitness, standalone)


def _is_cut_quotation(facts: _Facts) -> bool:
    """Whether the sentence contains only a part of a quotation."""
    quotes = quotes_over(facts.names.quotes, facts.span)
    inside = any(facts.span not in q and q not in facts.span for q in quotes)
    return inside or not _balanced(facts.text)


def _is_unattributed(facts: _Facts) -> bool:
    """Whether it is wholly quoted without "said X", so that the speaker is unknown."""
    speaker = facts.voice.speaker
    return facts.quoted > 0.9 and (speaker is None or speaker.span not in facts.span)


_DEPENDENT: tuple[Callable[[_Facts], bool], ...] = (
    lambda facts: _BARE.match(facts.text) is not None,
    lambda facts: _CONTINUES.match(facts.text) is not None,
    lambda facts: _FURNITURE.search(facts.text) is not None,
    lambda facts: is_dated_caption(facts.text),
    _is_cut_quotation,
    _is_unattributed,
    lambda facts: facts.words < _SHORTEST,
    lambda facts: _ENDS.search(facts.text) is None,
)
"""Rules for sentences that are hard to understand without their context."""

_PENALTIES: tuple[Callable[[_Facts], float], ...] = (
    lambda facts: 0.75 if _LINKED.match(facts.text) else 1.0,
    lambda facts: min(1.0, _LONGEST / max(1, facts.words)),
    lambda facts: 0.65 if facts.words < 2 * _SHORTEST else 1.0,
    lambda facts: 0.8 if facts.quoted > 0.5 else 1.0,
)
"""Rules for the fitness, each of which gives a factor for one property of the sentence."""


def _balanced(text: str) -> bool:
    return text.count("“") == text.count("”") and text.count('"') % 2 == 0
