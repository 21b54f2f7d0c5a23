"""Kinds of blocks that a page's markup tells, laid over those that the text alone suggests."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from service.text.document import CONTENT_KINDS, BlockKind, Document
from service.text.span import Span

# What a block of a kind may look like by its text alone. "Related stories" stays boilerplate.
_MAY_BE = {
    BlockKind.HEADING: frozenset(
        {BlockKind.BODY, BlockKind.CAPTION, BlockKind.BYLINE, BlockKind.DATELINE}
    ),
    BlockKind.CAPTION: frozenset({BlockKind.BODY, BlockKind.HEADING, BlockKind.DATELINE}),
    BlockKind.QUOTE: frozenset(
        {
            BlockKind.BODY,
            BlockKind.HEADING,
            BlockKind.CAPTION,
            BlockKind.BYLINE,
            BlockKind.DATELINE,
        }
    ),
}


def mark(document: Document, marked: Sequence[tuple[Span, BlockKind]]) -> Document:
    """The document with the kinds of `marked`, spans of the posted text in order, none overlapping.

    A document that would have no content left is returned as it is.
    """
    begins = [span.begin for span, _ in marked]
    blocks = []
    for block in document.blocks:
        span = document.posted_span(block.span)
        at = bisect_right(begins, span.begin) - 1
        if at >= 0 and span in marked[at][0] and block.kind in _MAY_BE[marked[at][1]]:
            block = replace(block, kind=marked[at][1])
        blocks.append(block)
    if all(new.kind is old.kind for new, old in zip(blocks, document.blocks, strict=True)):
        return document
    if not any(block.kind in CONTENT_KINDS for block in blocks):
        return document
    changed = {new.index: new.kind for new in blocks}
    sentences = [
        s if s.kind is changed[s.block] else replace(s, kind=changed[s.block])
        for s in document.sentences
    ]
    return replace(document, blocks=tuple(blocks), sentences=tuple(sentences))
