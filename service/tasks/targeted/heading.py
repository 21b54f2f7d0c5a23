"""The headings of a document for the search for targets."""

from __future__ import annotations

from service.text.document import BlockKind, Document

_LONGEST = 20_000  # code points; this bounds the search for each name


def heading_of(document: Document) -> str:
    """Title and headings in one line."""
    lines = [document.read(b.span) for b in document.blocks if b.kind is BlockKind.HEADING]
    return " ".join([document.title or "", *lines])[:_LONGEST]
