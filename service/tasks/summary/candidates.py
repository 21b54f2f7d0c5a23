"""The sentences of an article as candidates for its summary."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

from service.tasks.annotations import NameAnnotations
from service.tasks.summary.needs import Needs, find_needs
from service.text.attribution.quotations import quoted_share, quotes_over
from service.text.attribution.voices import Voice
from service.text.boilerplate.patterns import is_dated_caption
from service.text.document import Document, Sentence
from service.text.span import Span

# Text between the paragraphs of a page that was posted with them.
_FURNITURE = re.compile(
    r"^(?:related|read|watch|listen|see|photos?|video|gallery|more|story highlights)"
    r"(?::|\s+\||(?<=highlights)\s)|\s[»|]\s|"
    r"\bcontributed to this (?:report|story|article)\b",
    re.IGNORECASE,
)
_ENDS = re.compile(r"[.!…][\"”’')\]»]*$")  # no question, and no bullet point without a full stop
_SHORTEST = 6


class Form(IntEnum):
    """How well the form of a sentence suits a summary."""

    UNFIT = 0  # a question, half a quotation, a caption
    SHORT = 1  # too short to say much
    WHOLE = 2


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of the content at position `index`. `quoted` (0..1) is its quoted share."""

    index: int
    words: int
    quoted: float
    form: Form
    needs: Needs

    @property
    def is_standalone(self) -> bool:
        """Whether it can be understood without other sentences, once names are inserted."""
        return self.form is Form.WHOLE and not self.needs.sentences


class _Facts(NamedTuple):
    text: str
    quoted: float
    span: Span
    names: NameAnnotations
    voice: Voice


def find_candidates(
    document: Document, content: Sequence[Sentence], names: NameAnnotations
) -> list[Candidate]:
    """One candidate for each sentence of the content, in their order."""
    needs = find_needs(document, content, names)
    return [_candidate(i, sentence, names, needs[i]) for i, sentence in enumerate(content)]


def _candidate(index: int, sentence: Sentence, names: NameAnnotations, needs: Needs) -> Candidate:
    quoted = quoted_share(names.quotes, sentence.span)
    facts = _Facts(sentence.clean, quoted, sentence.span, names, names.voices[sentence.index])
    words = len(sentence.clean.split())
    form = Form.WHOLE if words >= _SHORTEST else Form.SHORT
    if any(rule(facts) for rule in _UNFIT):
        form = Form.UNFIT
    return Candidate(index, words, quoted, form, needs)


def _is_cut_quotation(facts: _Facts) -> bool:
    """Whether the sentence contains only a part of a quotation."""
    quotes = quotes_over(facts.names.quotes, facts.span)
    inside = any(facts.span not in q and q not in facts.span for q in quotes)
    return inside or not _balanced(facts.text)


def _is_unattributed(facts: _Facts) -> bool:
    """Whether it is wholly quoted without "said X", so that the speaker is unknown."""
    speaker = facts.voice.speaker
    return facts.quoted > 0.9 and (speaker is None or speaker.span not in facts.span)


_UNFIT: tuple[Callable[[_Facts], bool], ...] = (
    lambda facts: _FURNITURE.search(facts.text) is not None,
    lambda facts: is_dated_caption(facts.text),
    _is_cut_quotation,
    _is_unattributed,
    lambda facts: _ENDS.search(facts.text) is None,
)


def _balanced(text: str) -> bool:
    return text.count("“") == text.count("”") and text.count('"') % 2 == 0
