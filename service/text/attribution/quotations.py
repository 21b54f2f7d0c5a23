"""The quotations of a document, and which of them go on over several paragraphs."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import attrgetter

from service.text.attribution.quotation_marks import is_closed, quotes_within, unopened_end
from service.text.document import CONTENT_KINDS, Block, Document
from service.text.span import Span

_BEGIN, _END = attrgetter("begin"), attrgetter("end")
_MOST_OPEN = 8  # paragraphs without any mark that a speech may go on over


def find_quotes(document: Document) -> list[Span]:
    """Spans of quoted words with their marks, in text order, none within another.

    A speech whose marks stand before its first paragraph and after its last one alone is a
    quotation in each of its paragraphs.
    """
    found: list[Span] = []
    unmarked: list[Span] | None = None  # paragraphs since one that left a quotation open
    for block in document.blocks:
        if unmarked is not None:
            end = unopened_end(document.text, block.span)
            if end is not None:
                found.extend((*unmarked, Span(block.span.begin, end)))
                found.extend(quotes_within(document.text, Span(end, block.span.end)))
                unmarked = None
                continue
        here = quotes_within(document.text, block.span)
        found.extend(here)
        if here:
            closed = here[-1].end < block.span.end or is_closed(document.text, here[-1])
            unmarked = None if closed else []
        elif unmarked is not None:
            unmarked.append(block.span)
            unmarked = unmarked if len(unmarked) <= _MOST_OPEN else None
    return found


def speeches(document: Document, quotes: Sequence[Span]) -> list[Sequence[Span]]:
    """The quotations, those together that are one speech over several paragraphs.

    A quotation that no mark closes goes on in the next paragraph if that begins with one.
    """
    first_in = {block.span.begin: block for block in document.blocks if block.kind in CONTENT_KINDS}
    found: list[list[Span]] = []
    for quote in quotes:
        block = first_in.get(quote.begin)
        if found and block is not None and _goes_on(document, found[-1][-1], block):
            found[-1].append(quote)
        else:
            found.append([quote])
    return list(found)


def _goes_on(document: Document, quote: Span, block: Block) -> bool:
    """Whether `quote`, not closed, ends the paragraph right before `block`."""
    if is_closed(document.text, quote) or not block.index:
        return False
    return quote.end == document.blocks[block.index - 1].span.end


def quotes_over(quotes: Sequence[Span], span: Span) -> Sequence[Span]:
    """Those of a document's quotations that share a code point with `span`."""
    # Quotations are in order and do not overlap, so that their ends are in order too.
    first = bisect_right(quotes, span.begin, key=_END)
    return quotes[first : bisect_left(quotes, span.end, lo=first, key=_BEGIN)]


def is_quoted(quotes: Sequence[Span], at: int) -> bool:
    """Whether the place `at` is between the marks of a quotation."""
    following = bisect_left(quotes, at, key=_BEGIN)
    return following > 0 and at < quotes[following - 1].end


def quoted_share(quotes: Sequence[Span], span: Span) -> float:
    """How much of `span` (0..1) is inside quotations."""
    inside = sum(min(q.end, span.end) - max(q.begin, span.begin) for q in quotes_over(quotes, span))
    return inside / max(1, len(span))
