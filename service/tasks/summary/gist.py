"""The gist: one sentence of the article, rather a short one, and shortened.

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
from service.text.whitespace import fold, trim

WORDS = 25  # from which a sentence is longer than a gist should be
_PER_WORD = 0.05  # log odds that each further word takes
# An aside without brackets in it or around it, and not a part of a word as in "suspect(s)".
_IN_BRACKETS = re.compile(r"(?<!\s)\s+\([^()]{1,200}\)(?![\w)])")
# A relative clause after the first words of a sentence. What comes after it must not belong to it
# ("a plan, which they rejected, approving …", "those who fail, who cheat, and who lie") or say who
# says so ("a game, which sold well, he told us").
_RELATIVE = re.compile(
    r", (?:who|which|whose|where)\b[^,;:.!?“”\"()—–]{1,120}"
    r"(?=, (?!(?:(?:and|or|but) )?(?:who|which|whose|where)\b)(?![a-z]+ing\b)"
    r"(?!(?:[\w’'-]+ ){1,4}(?:said|says?|told|tells?|added|reported|wrote|claimed|noted)\b)"
    r"(?!according\b)[a-z])(,)"
)
_BETWEEN_DASHES = re.compile(r"\s[—–] [^—–“”\"]{1,120} [—–](?= )")
_ASIDES = (_IN_BRACKETS, _RELATIVE, _BETWEEN_DASHES)
_CLOSES = re.compile(r"[,.;:!?)\]”’]")  # no blank before it


@dataclass(frozen=True, slots=True)
class ShortenedSentence:
    """A sentence without its asides: the parts of the document that are left, in text order."""

    index: int
    parts: tuple[Span, ...]


def find_gist(
    document: Document, content: Sequence[Sentence], candidates: Sequence[Candidate], ranks: Ranks
) -> ShortenedSentence:
    """The sentence of the highest rank, less for each word over the length, without its asides.

    One that needs a name or another sentence is taken only if all do, since nothing is inserted.
    """
    shortened = [_shortened(document, i, s) for i, s in enumerate(content)]
    lengths = np.array([_words(document, one) for one in shortened])
    fitness = np.array([_fitness(one) for one in candidates])
    value = ranks - _PER_WORD * np.maximum(0, lengths - WORDS)
    return shortened[int(np.argmax(np.where(fitness == fitness.max(), value, -np.inf)))]


def text_of(document: Document, gist: ShortenedSentence) -> str:
    """What is left of the sentence, on one line."""
    text = ""
    for part in map(document.read, gist.parts):
        text += part if not text or _CLOSES.match(part) else f" {part}"
    return fold(text)


def _fitness(candidate: Candidate) -> int:
    needs = candidate.needs
    alone = candidate.is_standalone and not needs.names and needs.link is None
    return int(candidate.form) + alone


def _shortened(document: Document, index: int, sentence: Sentence) -> ShortenedSentence:
    text, begin = document.read(sentence.span), sentence.span.begin
    asides = sorted(
        (m.start(), m.start(1) + 1 if m.lastindex else m.end(), aside is _RELATIVE)
        for aside in _ASIDES
        for m in aside.finditer(text)
    )
    parts: list[Span] = []
    at, listed = 0, False  # whether a comma is left before
    for first, last, relative in asides:
        listed |= "," in text[at:first]
        if first >= at and not (relative and listed):
            parts.append(Span(begin + at, begin + first))
            at = last
    parts.append(Span(begin + at, begin + len(text)))
    kept = (trim(document.text, part) for part in parts)
    return ShortenedSentence(index, tuple(part for part in kept if len(part)))


def _words(document: Document, sentence: ShortenedSentence) -> int:
    return sum(len(document.read(part).split()) for part in sentence.parts)
