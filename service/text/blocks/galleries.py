"""Runs of lines without text under them: captions of a gallery, links, a menu."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from service.text.blocks.heading_rules import CLOSED
from service.text.document import BlockKind
from service.text.segmentation.paragraph_draft import Paragraph

_GALLERY = 4
_LINE_WORDS = 14
_LINE_SENTENCES = 2
_MOSTLY = 0.6
_LONG_PARAGRAPHS = 3
_LONG_WORDS = 25
_CAPITALS_WORDS = 6


def mark_galleries(paragraphs: Sequence[Paragraph]) -> None:
    """Headings without text under them, several in a row, and short lines at the end."""
    _mark_tail(paragraphs)
    _mark_capitals(paragraphs)
    _mark_runs_of_headings(paragraphs)


def _mark_runs_of_headings(paragraphs: Sequence[Paragraph]) -> None:
    """Several headings in a row; the last one stays where body text stands under it."""
    run: list[Paragraph] = []
    seen_body = False
    for paragraph in paragraphs:
        if paragraph.kind is BlockKind.HEADING:
            run.append(paragraph)
            continue
        if seen_body and len(run) >= _GALLERY:
            _mark_all(run[:-1] if paragraph.is_body else run)
        run = []
        seen_body = seen_body or paragraph.is_body
    if seen_body and len(run) >= _GALLERY:
        _mark_all(run)


def _mark_tail(paragraphs: Sequence[Paragraph]) -> None:
    """Short lines to the end of an article, most without a stop: captions or links."""
    start = _tail_start(paragraphs)
    lead, tail = _led(paragraphs, start)
    if lead is not None and lead.text.endswith(":"):
        return  # a list that is part of the article
    if _is_gallery(tail) and _is_article(paragraphs[:start]):
        _mark_all(tail)


def _tail_start(paragraphs: Sequence[Paragraph]) -> int:
    """Where the short lines at the end begin."""
    start = len(paragraphs)
    while start and _is_line(paragraphs[start - 1]):
        start -= 1
    return start


def _led(
    paragraphs: Sequence[Paragraph], start: int
) -> tuple[Paragraph | None, Sequence[Paragraph]]:
    """The last closed paragraph before the first open-ended line, and the lines from there on."""
    lines = [p for p in paragraphs[start:] if p.kind in (BlockKind.BODY, BlockKind.HEADING)]
    closed = sum(1 for _ in takewhile(lambda p: CLOSED.search(p.text), lines))
    if closed:
        return lines[closed - 1], lines[closed:]
    return (paragraphs[start - 1] if start else None), lines


def _is_gallery(lines: Sequence[Paragraph]) -> bool:
    """Whether there are enough lines, most of them without a stop."""
    open_ended = sum(not CLOSED.search(p.text) for p in lines)
    return len(lines) >= _GALLERY and open_ended >= _MOSTLY * len(lines)


def _is_article(paragraphs: Sequence[Paragraph]) -> bool:
    """Whether several long paragraphs are among them."""
    return sum(p.words > _LONG_WORDS for p in paragraphs if p.is_body) >= _LONG_PARAGRAPHS


def _mark_capitals(paragraphs: Sequence[Paragraph]) -> None:
    """Lines in capitals between the paragraphs of an article, as some papers set their links."""
    long = [i for i, p in enumerate(paragraphs) if p.is_body and p.words > _LONG_WORDS]
    if len(long) < _GALLERY:
        return
    for i in range(long[0] + 1, len(paragraphs)):
        text = paragraphs[i].text
        if paragraphs[i].words >= _CAPITALS_WORDS and text.isupper() and not CLOSED.search(text):
            paragraphs[i].mark(BlockKind.BOILERPLATE)


def _is_line(paragraph: Paragraph) -> bool:
    """Short, of two sentences at most, and no item of a list."""
    short = paragraph.words <= _LINE_WORDS and len(paragraph.pieces) <= _LINE_SENTENCES
    return short and not paragraph.lines[0].bullet


def _mark_all(paragraphs: Sequence[Paragraph]) -> None:
    for paragraph in paragraphs:
        paragraph.mark(BlockKind.BOILERPLATE)
