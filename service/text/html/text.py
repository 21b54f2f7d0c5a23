"""Chosen blocks to the text that is analysed, with what the markup says of its parts.

Blocks are separated by an empty line, and items of a list begin with "- ". Headings, captions and
quotations are not marked in the text, because models would read the marks; their spans are
returned separately.
"""

from __future__ import annotations

from collections.abc import Sequence

from service.text.document import BlockKind
from service.text.html.page import HtmlBlock, HtmlContainer, Markup
from service.text.span import Span

_KINDS = {Markup.HEADING: BlockKind.HEADING, Markup.CAPTION: BlockKind.CAPTION}
# A page with nearly all its text in block quotations uses them for indentation.
_ALL = 0.8
_LONG = 400
_SEPARATOR = "\n\n"

Marked = tuple[Span, BlockKind]


def render(blocks: Sequence[HtmlBlock]) -> tuple[str, tuple[Marked, ...]]:
    """The text, and spans of it whose kind the markup gives, in order."""
    quotes = _are_quotes_marked(blocks)
    parts: list[str] = []
    marked: list[Marked] = []
    at = 0
    item = None
    for block in blocks:
        text = block.text
        before, item = item, _item(block)
        if block.container.markup is Markup.ITEM and item is not before:
            text = f"- {text}"
        kind = _kind(block, quotes=quotes)
        if kind is not None:
            marked.append((Span(at, at + len(text)), kind))
        parts.append(text)
        at += len(text) + len(_SEPARATOR)
    return _SEPARATOR.join(parts), tuple(marked)


def _are_quotes_marked(blocks: Sequence[HtmlBlock]) -> bool:
    """Whether block quotations are quotations, and not just how the page indents its text."""
    total = sum(len(block.text) for block in blocks)
    quoted = sum(len(block.text) for block in blocks if block.container.quoted)
    return quoted <= _ALL * total or total < _LONG


def _item(block: HtmlBlock) -> HtmlContainer | None:
    """The innermost item of a list that a block lies in."""
    return next((c for c in block.container.ancestors_or_self() if c.tag == "li"), None)


def _kind(block: HtmlBlock, *, quotes: bool) -> BlockKind | None:
    """The kind that the markup of a block gives, if any."""
    if block.container.quoted and quotes:
        return BlockKind.QUOTE
    return _KINDS.get(block.container.markup)
