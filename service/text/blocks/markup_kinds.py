"""Kinds of blocks by the markup of a page, which replace those that the text suggests."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from service.text.document import CONTENT_KINDS, BlockKind, Document
from service.text.span import Span

# What a block may be by its text alone for its markup to decide: "Related stories" stays
# boilerplate.
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
    kinds = []
    for block in document.blocks:
        span = document.posted_span(block.span)
        at = bisect_right(begins, span.begin) - 1
        by_markup = at >= 0 and span in marked[at][0] and block.kind in _MAY_BE[marked[at][1]]
        kinds.append(marked[at][1] if by_markup else block.kind)
    unchanged = kinds == [block.kind for block in document.blocks]
    if unchanged or CONTENT_KINDS.isdisjoint(kinds):
        return document
    return _with_kinds(document, kinds)


def _with_kinds(document: Document, kinds: Sequence[BlockKind]) -> Document:
    """The document with one kind for each block and all its sentences."""
    return replace(
        document,
        blocks=tuple(
            block if block.kind is kind else replace(block, kind=kind)
            for block, kind in zip(document.blocks, kinds, strict=True)
        ),
        sentences=tuple(
            s if s.kind is kinds[s.block] else replace(s, kind=kinds[s.block])
            for s in document.sentences
        ),
    )
