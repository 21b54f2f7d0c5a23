"""Chosen blocks to the text that is analysed, with what the markup says of its parts.

Blocks are set apart by an empty line, and items of a list begin with "- ". That a block is a
heading, a caption or a quotation stands beside the text, not in it: the models read no marks.
"""

from __future__ import annotations

from collections.abc import Sequence

from service.text.document import BlockKind
from service.text.html.page import HtmlBlock, Markup
from service.text.span import Span

_KINDS = {Markup.HEADING: BlockKind.HEADING, Markup.CAPTION: BlockKind.CAPTION}
# A page that sets all its text in block quotations only indents it so.
_ALL = 0.8
_LONG = 400

Marked = tuple[Span, BlockKind]


def render(blocks: Sequence[HtmlBlock]) -> tuple[str, tuple[Marked, ...]]:
    """The text, and spans of it whose kind the markup tells, in order."""
    total = sum(len(block.text) for block in blocks)
    quoted = sum(len(block.text) for block in blocks if block.place.quoted)
    quotes = quoted <= _ALL * total or total < _LONG
    parts: list[str] = []
    marked: list[Marked] = []
    at = 0
    item = None
    for block in blocks:
        own_item = next((p for p in block.place.within() if p.tag == "li"), None)
        text = block.text
        if block.place.markup is Markup.ITEM and own_item is not item:
            text = f"- {text}"
        item = own_item
        kind = _KINDS.get(block.place.markup)
        if block.place.quoted and quotes:
            kind = BlockKind.QUOTE
        if kind is not None:
            marked.append((Span(at, at + len(text)), kind))
        parts.append(text)
        at += len(text) + 2
    return "\n\n".join(parts), tuple(marked)
