"""The gist: one sentence of the article, shortened to about the length of a headline.

It is shortened by leaving out what a reader can do without: asides in brackets, and relative
clauses between commas. Nothing is left out that would change what is claimed or by whom.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from service.tasks.summary.candidates import Candidate
from service.tasks.summary.ranking import Ranks
from service.text.document import Document, Sentence
from service.text.span import Span
from service.text.whitespace import trim

WORDS = 25  # from which a sentence is longer than a gist should be
_PER_WORD = 0.05  # log odds that each further word takes
_STANDALONE = 3.0
# An aside without brackets in it, and a relative clause that ends in a comma.
_ASIDES = (
    re.compile(r"\s*\([^()]{1,200}\)"),
    re.compile(r", (?:who|which|whose|where)\b[^,;:.!?“”\"()—–]{1,120}(?=, [a-z])(,)"),
    re.compile(r"\s[—–] [^—–“”\"]{1,120} [—–](?= )"),
)


@dataclass(frozen=True, slots=True)
class ShortenedSentence:
    """A sentence without its asides: the parts of the document that are left, in text order."""

    index: int
    parts: tuple[Span, ...]


def find_gist(
    document: Document, content: Sequence[Sentence], candidates: Sequence[Candidate], ranks: Ranks
) -> ShortenedSentence:
    """The sentence of the highest rank, less for each word over the length, without its asides."""
    shortened = [_shortened(document, i, s) for i, s in enumerate(content)]
    lengths = np.array([_words(document, one) for one in shortened])
    standalone = np.array([float(c.is_standalone) for c in candidates])
    value = ranks - _PER_WORD * np.maximum(0, lengths - WORDS) + _STANDALONE * standalone
    return shortened[int(np.argmax(value))]


def _shortened(document: Document, index: int, sentence: Sentence) -> ShortenedSentence:
    text, begin = document.read(sentence.span), sentence.span.begin
    asides = sorted(
        (m.start(), m.start(1) + 1 if m.lastindex else m.end())
        for aside in _ASIDES
        for m in aside.finditer(text)
    )
    parts: list[Span] = []
    at = 0
    for first, last in asides:
        if first >= at:
            parts.append(Span(begin + at, begin + first))
            at = last
    parts.append(Span(begin + at, begin + len(text)))
    kept = (trim(document.text, part) for part in parts)
    return ShortenedSentence(index, tuple(part for part in kept if len(part)))


def _words(document: Document, sentence: ShortenedSentence) -> int:
    return sum(len(document.read(part).split()) for part in sentence.parts)
