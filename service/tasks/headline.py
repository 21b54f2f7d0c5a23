"""The headline of a document."""

from __future__ import annotations

from dataclasses import dataclass

from service.text.document import Block, BlockKind, Document


@dataclass(frozen=True, slots=True)
class Headline:
    """The text of the headline in one line, and the index of its block, None for a posted title."""

    text: str
    block: int | None


def headline_of(document: Document) -> Headline | None:
    """The longest heading before the first block of the body, or else the title that was posted."""
    before: list[Block] = []
    for block in document.blocks:
        if block.kind in (BlockKind.BODY, BlockKind.QUOTE):
            break
        if block.kind is BlockKind.HEADING:
            before.append(block)
    if not before:
        title = " ".join((document.title or "").split())
        return Headline(title, None) if title else None
    longest = max(before, key=lambda block: len(block.span))
    return Headline(" ".join(document.read(longest.span).split()), longest.index)
