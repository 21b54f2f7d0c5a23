"""Where the parts of a document stand: its opening, its heading, its quotations."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from service.tasks.annotations import NameAnnotations
from service.tasks.targeted.heading import heading_of
from service.text.attribution.quotations import is_quoted
from service.text.document import Document
from service.text.gazetteers.word_lists import stem
from service.text.span import Span
from service.text.tokens import Words

_LEAD = 2  # sentences
_OPENING = 0.25  # the fraction of the text that is its opening
_WORD = re.compile(r"[\w’'-]+")


@dataclass(frozen=True, slots=True)
class ReadingOrder:
    """The values that are the same for all candidates of a document.

    `position` is the place of each sentence of the content (0, 1, …) by its index, `heading` the
    text of title and headings, and `heading_stems` the stems of its words.
    """

    document: Document
    quotes: Sequence[Span]
    words: Words
    position: dict[int, int]
    heading: str
    heading_words: frozenset[str]
    heading_stems: frozenset[str]

    @property
    def sentences(self) -> int:
        """The number of sentences of the content."""
        return len(self.position)

    def place(self, sentence: int) -> int:
        """The place of a sentence in the content; 0 for a heading or caption."""
        return self.position.get(sentence, 0)

    def in_lead(self, sentence: int) -> bool:
        """Whether a sentence is one of the first two."""
        return self.place(sentence) < _LEAD

    def in_opening(self, sentence: int) -> bool:
        """Whether a sentence is in the first quarter of the content."""
        return self.place(sentence) < max(_LEAD, round(self.sentences * _OPENING))

    def quoted(self, span: Span) -> bool:
        """Whether a span begins in a quotation."""
        return is_quoted(self.quotes, span.begin)

    def in_heading(self, name: str) -> bool:
        """Whether the words of `name` stand in the heading, in the same case."""
        first = _WORD.search(name)
        if first is None or first[0] not in self.heading_words:
            return False
        return bool(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", self.heading))


def reading_order(document: Document, names: NameAnnotations) -> ReadingOrder:
    """The reading order of a document."""
    heading = heading_of(document)
    words = frozenset(_WORD.findall(heading))
    return ReadingOrder(
        document=document,
        quotes=names.quotes,
        words=names.words,
        position={s.index: i for i, s in enumerate(document.content())},
        heading=heading,
        heading_words=words,
        heading_stems=frozenset(map(stem, words)),
    )
