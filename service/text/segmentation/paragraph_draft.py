"""A paragraph before it becomes blocks: its lines, its sentences, and a kind for each sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from service.text.document import BlockKind
from service.text.segmentation.datelines import dateline
from service.text.segmentation.lines import TextLine
from service.text.sentences.splitter import split
from service.text.span import Span
from service.text.whitespace import fold

_OPEN, _CLOSE = "“‘«", "”’»"


@dataclass(slots=True)
class Piece:
    """One sentence of a paragraph. `clean` is its text as models read it; `quoted` says that it
    begins within a quotation that was opened before it."""

    span: Span
    clean: str
    quoted: bool
    kind: BlockKind = BlockKind.BODY


class Paragraph:
    """Lines that belong together. `pieces` are its sentences, after the dateline if it has one.

    `text` is all of it as models read it, `words` the number of words in it.
    """

    __slots__ = ("lines", "pieces", "span", "start", "text", "words")

    def __init__(self, text: str, lines: Sequence[TextLine], *, colon: bool = True) -> None:
        self.lines = lines
        self.span = Span(lines[0].span.begin, lines[-1].span.end)
        self.text = fold(" ".join(line.text for line in lines))
        self.words = len(self.text.split())
        begin = self.span.begin
        cut = dateline(text[begin : min(self.span.end, begin + 120)], colon=colon)
        self.start = begin + cut if begin + cut < self.span.end else begin
        self.pieces = list(_pieces(text, Span(self.start, self.span.end)))

    @property
    def dated(self) -> bool:
        """Whether it begins with a dateline."""
        return self.start > self.span.begin

    @property
    def kind(self) -> BlockKind:
        """The kind of all its sentences; `BODY` where some are body."""
        if not self.pieces or self.is_body:
            return BlockKind.BODY
        return self.pieces[0].kind

    @property
    def is_body(self) -> bool:
        """Whether any of it is the article's own text."""
        for piece in self.pieces:  # called often: a loop takes a third of the time of any()
            if piece.kind is BlockKind.BODY:
                return True
        return False

    @property
    def is_open(self) -> bool:
        """Whether any of it may still be given a kind."""
        return any(p.kind in (BlockKind.BODY, BlockKind.HEADING) for p in self.pieces)

    def mark(self, kind: BlockKind, pieces: Iterable[Piece] | None = None) -> None:
        """Give a kind to all sentences, or to `pieces`; a kind given earlier stays."""
        for piece in self.pieces if pieces is None else pieces:
            if piece.kind in (BlockKind.BODY, BlockKind.HEADING):
                piece.kind = kind


def _pieces(text: str, span: Span) -> Iterator[Piece]:
    """The sentences of a span. An opening mark that is not closed makes the next ones quoted."""
    inside = ""
    for part in split(text, span):
        clean = fold(text[part.begin : part.end])
        yield Piece(part, clean, bool(inside))
        inside = _after(clean, inside)


def _after(clean: str, inside: str) -> str:
    """The opening mark that is still open at the end of a sentence, "" for none."""
    for opening, closing in zip(_OPEN, _CLOSE, strict=True):
        if opening == "‘" and opening not in clean:
            continue  # the closing mark is also the apostrophe
        first, last = clean.rfind(opening), clean.rfind(closing)
        if first > last:
            inside = opening
        elif last >= 0 and inside == opening:
            inside = ""
    # Some papers' archives write '' for a double mark.
    if (clean.count('"') + clean.count("''")) % 2:
        inside = "" if inside == '"' else '"'
    return inside
