"""Quotations: from an opening mark to its closing one, within a paragraph.

A paragraph that opens a quotation and does not close it runs to its end: newspapers set
the closing mark only after a speech's last paragraph.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import attrgetter

from service.text.document import Document, Span

_OPEN = {"“": "”", "«": "»", "„": "“"}
_MARK = re.compile('[“«„"]')
_LONGEST = 4000
_BEGIN, _END = attrgetter("begin"), attrgetter("end")


def find_quotes(document: Document) -> list[Span]:
    """Spans of quoted words with their marks, in text order, none within another."""
    found: list[Span] = []
    for block in document.blocks:
        found.extend(_in_block(document.text, block.span))
    return found


def _in_block(text: str, span: Span) -> list[Span]:
    found = []
    at = span.begin
    while match := _MARK.search(text, at, span.end):
        mark, at = match[0], match.start()
        closing = _OPEN.get(mark) or ('"' if _may_open(text, at) else None)
        if closing is None:
            at += 1
            continue
        end = text.find(closing, at + 1, min(span.end, at + _LONGEST))
        if mark == "“" and end < 0:
            end = text.find('"', at + 1, min(span.end, at + _LONGEST))
        stop = end + 1 if end >= 0 else span.end
        found.append(Span(at, stop))
        at = stop
    return found


def _may_open(text: str, at: int) -> bool:
    """A straight mark opens at the start of a word; as a sign of inches it does not."""
    before = text[at - 1] if at else " "
    after = text[at + 1 : at + 2]
    return not before.isalnum() and bool(after) and not after.isspace()


def quotes_over(quotes: Sequence[Span], span: Span) -> Sequence[Span]:
    """Those of a document's quotations that share a code point with `span`."""
    # In order and apart, their ends are in order too.
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
