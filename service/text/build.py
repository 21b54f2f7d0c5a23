"""Posted text to `Document`: the one entry to this package for plain text."""

from __future__ import annotations

from service.text.clean import fold, trim
from service.text.document import Block, BlockKind, Document, Sentence, Span
from service.text.kinds import classify
from service.text.language import identify_all
from service.text.lines import split_lines
from service.text.normalize import normalize, normalized
from service.text.paragraphs import join, span_of
from service.text.patterns import DATELINE
from service.text.sentences import split


def build_document(text: str, *, title: str | None = None, language: str | None = None) -> Document:
    """Structure of `text`, which is kept beside its normalized form. Never raises.

    Args:
        text: as posted, whatever the string.
        title: a headline that the caller holds apart from the text.
        language: ISO 639-1 code where the caller knows it; identified otherwise.
    """
    posted = text
    reading = normalize(posted)
    text = reading.text
    paragraphs = join(split_lines(text))
    blocks: list[Block] = []
    for paragraph, kind in zip(paragraphs, classify(paragraphs), strict=True):
        span = span_of(paragraph)
        if kind is BlockKind.BODY:
            dateline = DATELINE.match(text[span.begin : min(span.end, span.begin + 120)])
            if dateline and span.begin + dateline.end() < span.end:
                cut = span.begin + dateline.end()
                head = trim(text, Span(span.begin, cut))
                blocks.append(Block(len(blocks), BlockKind.DATELINE, head))
                span = Span(cut, span.end)
        blocks.append(Block(len(blocks), kind, span))
    sentences: list[Sentence] = []
    for block in blocks:
        for part in split(text, block.span):
            sentences.append(
                Sentence(
                    index=len(sentences),
                    block=block.index,
                    kind=block.kind,
                    span=part,
                    clean=fold(text[part.begin : part.end]),
                )
            )
    body = [s.clean for s in sentences if s.is_content]
    return Document(
        text=text,
        posted=posted,
        alignment=reading.alignment,
        blocks=tuple(blocks),
        sentences=tuple(sentences),
        language=identify_all(body or [fold(text[:4000])], language),
        title=None if title is None else normalized(title),
    )
