"""Posted text to `Document`: the entry point of this package for plain text."""

from __future__ import annotations

from itertools import groupby

from service.text.blocks.block_kinds import classify
from service.text.document import Block, BlockKind, Document, Sentence
from service.text.language.identification import identify_all
from service.text.normalization.normalize import normalize, normalized
from service.text.segmentation.datelines import is_speaker_label
from service.text.segmentation.line_joining import join
from service.text.segmentation.lines import split_lines
from service.text.segmentation.paragraph_draft import Paragraph
from service.text.span import Span
from service.text.whitespace import fold, trim


def build_document(text: str, *, title: str | None = None, language: str | None = None) -> Document:
    """The structure of `text`. Never raises, whatever the string.

    Args:
        text: the text as posted; the document keeps it beside its normalized form.
        title: a headline that the caller posted separately.
        language: ISO 639-1 code if the caller knows it; identified otherwise.
    """
    posted = text
    reading = normalize(posted)
    text = reading.text
    paragraphs = divide(text)
    classify(paragraphs)
    blocks: list[Block] = []
    sentences: list[Sentence] = []
    paragraphs.reverse()
    while paragraphs:  # each is freed when it has become blocks: a text may have 100,000
        _add(text, paragraphs.pop(), blocks, sentences)
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


def divide(text: str) -> list[Paragraph]:
    """The paragraphs of a text with their sentences, all of kind `BODY`."""
    groups = join(split_lines(text))
    labels = sum(is_speaker_label(lines[0].text) for lines in groups)
    return [Paragraph(text, lines, colon=labels < 2) for lines in groups]


def _add(text: str, paragraph: Paragraph, blocks: list[Block], sentences: list[Sentence]) -> None:
    """The blocks of a paragraph, each a run of sentences of one kind, and the sentences."""
    pieces = [(piece.kind, piece.span, piece.clean) for piece in paragraph.pieces]
    if paragraph.dated and pieces:
        kind, span, _ = pieces[0]
        head = trim(text, Span(paragraph.span.begin, paragraph.start))
        if kind in (BlockKind.BODY, BlockKind.QUOTE):
            pieces.insert(0, (BlockKind.DATELINE, head, fold(text[head.begin : head.end])))
        else:
            whole = Span(head.begin, span.end)
            pieces[0] = (kind, whole, fold(text[whole.begin : whole.end]))
    for kind, run in groupby(pieces, key=lambda piece: piece[0]):
        part = list(run)
        block = Block(len(blocks), kind, Span(part[0][1].begin, part[-1][1].end))
        blocks.append(block)
        for _, span, clean in part:
            sentences.append(Sentence(len(sentences), block.index, kind, span, clean))
