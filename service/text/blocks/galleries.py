"""Runs of lines that nothing follows up: captions of a gallery, links, a menu."""

from __future__ import annotations

from collections.abc import Sequence

from service.text.blocks.headings import CLOSED
from service.text.document import BlockKind
from service.text.segmentation.paragraph_draft import Paragraph

_GALLERY = 4
_LINE_WORDS = 14
_LONG_WORDS = 25
_SHOUTED = 6


def mark_galleries(paragraphs: Sequence[Paragraph]) -> None:
    """Headings without text under them, several in a row, and short lines at the end."""
    _mark_tail(paragraphs)
    _mark_shouted(paragraphs)
    run: list[Paragraph] = []
    seen_body = False
    for paragraph in [*paragraphs, None]:
        if paragraph is not None and paragraph.kind is BlockKind.HEADING:
            run.append(paragraph)
            continue
        if seen_body and len(run) >= _GALLERY:
            for one in run[:-1] if paragraph is not None and paragraph.is_body else run:
                one.mark(BlockKind.BOILERPLATE)
        run = []
        seen_body = seen_body or (paragraph is not None and paragraph.is_body)


def _mark_tail(paragraphs: Sequence[Paragraph]) -> None:
    """Short lines to the end of an article, most without a stop: captions or links."""
    start = len(paragraphs)
    while start and paragraphs[start - 1].words <= _LINE_WORDS and _is_line(paragraphs[start - 1]):
        start -= 1
    lead = paragraphs[start - 1] if start else None
    tail = [p for p in paragraphs[start:] if p.kind in (BlockKind.BODY, BlockKind.HEADING)]
    while tail and CLOSED.search(tail[0].text):
        lead = tail.pop(0)
    open_ended = sum(not CLOSED.search(p.text) for p in tail)
    long = sum(p.words > _LONG_WORDS for p in paragraphs[:start] if p.is_body)
    if lead is not None and lead.text.endswith(":"):
        return  # a list of the article's own
    if len(tail) >= _GALLERY and open_ended >= 0.6 * len(tail) and long >= 3:
        for paragraph in tail:
            paragraph.mark(BlockKind.BOILERPLATE)


def _mark_shouted(paragraphs: Sequence[Paragraph]) -> None:
    """Lines in capitals between the paragraphs of an article, as some papers set their links."""
    long = [i for i, p in enumerate(paragraphs) if p.is_body and p.words > _LONG_WORDS]
    if len(long) < _GALLERY:
        return
    for i in range(long[0] + 1, len(paragraphs)):
        text = paragraphs[i].text
        if paragraphs[i].words >= _SHOUTED and text.isupper() and not CLOSED.search(text):
            paragraphs[i].mark(BlockKind.BOILERPLATE)


def _is_line(paragraph: Paragraph) -> bool:
    return not paragraph.lines[0].bullet and len(paragraph.pieces) <= 2
