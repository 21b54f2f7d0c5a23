"""A text with its structure: blocks, sentences and their exact offsets.

Every offset counts Unicode code points of `Document.text`, the normalized text, which
patterns, names and models read. `Document.posted_span` maps a span back to the text exactly as
it was posted (or, for HTML, extracted), which is what callers see and what is never rewritten.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from service.text.alignment import Alignment
from service.text.span import Span


class BlockKind(StrEnum):
    """What a part of the posted text is. Only `BODY` and `QUOTE` carry the article."""

    HEADING = "heading"
    BYLINE = "byline"  # author and publication lines, dates
    DATELINE = "dateline"  # "KYIV -" before the first sentence
    CAPTION = "caption"  # photo captions and credits, with the lead they repeat
    BODY = "body"
    QUOTE = "quote"  # a block quotation or an embedded post
    BOILERPLATE = "boilerplate"  # "Read more", sign-up lines, URLs, e-mail footers


CONTENT_KINDS = frozenset({BlockKind.BODY, BlockKind.QUOTE})


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or the part of one that has a kind of its own (a dateline)."""

    index: int
    kind: BlockKind
    span: Span


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: no white space at either end of `span`, never across two blocks.

    `clean` is the text of the span with every run of white space and control characters
    as one blank: the input of the models. The text of the span may hold line breaks.
    """

    index: int
    block: int
    kind: BlockKind
    span: Span
    clean: str

    @property
    def is_content(self) -> bool:
        """Whether the sentence counts for summaries and scores."""
        return self.kind in CONTENT_KINDS


@dataclass(frozen=True, slots=True)
class Language:
    """ISO 639-1 code and the probability of it; 1.0 when the caller named it.

    `other` is another language that a part of the text is in, `other_share` (0..1) how much.
    """

    code: str
    confidence: float
    supported: bool
    other: str | None = None
    other_share: float = 0.0


@dataclass(frozen=True, slots=True)
class Document:
    """A text and its structure. `blocks` and `sentences` are in text order.

    `text` is the normalized text, `posted` what it was made from, and `alignment` maps the
    first to the second.
    """

    text: str
    posted: str
    alignment: Alignment
    blocks: tuple[Block, ...]
    sentences: tuple[Sentence, ...]
    language: Language
    title: str | None = None

    def read(self, span: Span) -> str:
        """The normalized text at `span`."""
        return self.text[span.begin : span.end]

    def posted_span(self, span: Span) -> Span:
        """The part of `posted` from which `text` at `span` was made."""
        return self.alignment.source(span)

    def content(self) -> Iterator[Sentence]:
        """Sentences of body and quotes, without boilerplate."""
        return (s for s in self.sentences if s.is_content)
