"""The headings of a document, as far as the search for targets looks at them."""

from __future__ import annotations

from service.text.document import BlockKind, Document

_LONGEST = 20_000  # code points: each name is looked for in them


def heading_of(document: Document) -> str:
    """Title and headings in one line."""
    lines = [document.read(b.span) for b in document.blocks if b.kind is BlockKind.HEADING]
    return " ".join([document.title or "", *lines])[:_LONGEST]
