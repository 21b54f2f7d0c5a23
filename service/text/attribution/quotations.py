"""Quotations: from an opening mark to its closing one, within a paragraph.

A paragraph that opens a quotation and does not close it runs to its end: newspapers set
the closing mark only after a speech's last paragraph. Single marks count too, as in British
news, where they are no apostrophes, elisions or plural possessives.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import attrgetter

from service.text.document import Document
from service.text.span import Span

_OPEN = {"“": "”", "«": "»", "„": "“"}
# A single mark opens before a letter and after white space, but not in "'90s" and "'em".
_MARK = re.compile(r"[“«„\"]|(?<![^\s(\[—–-])['‘](?!(?:em|til|tis|twas|cause|n)\b)(?=[^\W\d_])")
_SINGLE_END = re.compile(r"(?<=[\w.,!?…])['’](?!\w)")
# Blanks up to which a quotation may end in "s'" like a plural possessive: 'lies'.
_FEW_BLANKS = 3
_LONGEST = 4000
_MOST_POSSESSIVES = 20  # plurals ("owners'") that are looked past for the closing mark
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
    ends: list[int] | None = None
    while match := _MARK.search(text, at, span.end):
        mark, at = match[0], match.start()
        if mark in "'‘":
            if ends is None:
                ends = [m.end() for m in _SINGLE_END.finditer(text, span.begin, span.end)]
            stop = _single(text, at, ends, span.end)
        elif mark == '"' and not _may_open(text, at):
            stop = None
        else:
            stop = _double(text, at, span.end)
        if stop is not None:
            found.append(Span(at, stop))
        at = stop or at + 1
    return found


def _double(text: str, at: int, limit: int) -> int:
    """Where the quotation ends that begins at `at`; at the paragraph's end if not before."""
    last = min(limit, at + _LONGEST)
    end = text.find(_OPEN.get(text[at], '"'), at + 1, last)
    other = _other_end(text, at, end, last)
    if other is not None:
        return other + 1
    return end + 1 if end >= 0 else limit


def _other_end(text: str, at: int, end: int, last: int) -> int | None:
    """A closing mark of the other shape before `end`, or before `last` where `end` is -1."""
    if text[at] == "“":
        # “It broke," is closed by the straight mark.
        straight = text.find('"', at + 1, end if end >= 0 else last)
        if straight < 0:
            return None
        closes = end < 0 or text[straight - 1] in ".,!?…" or "“" in text[straight:end]
        return straight if closes else None
    if text[at] == '"':
        # "It broke,” likewise.
        curly = text.find("”", at + 1, end if end >= 0 else last)
        return curly if curly >= 0 and "“" not in text[at:curly] else None
    return None


def _single(text: str, at: int, ends: Sequence[int], limit: int) -> int | None:
    """Where the quotation in single marks ends that begins at `at`, if it is one."""
    first = bisect_right(ends, at + 1)
    for end in ends[first : first + _MOST_POSSESSIVES]:
        possessive = text[end - 2] == "s" and text[end : end + 1].isspace() and end < limit
        if end - at > _LONGEST:
            break
        if not possessive or text.count(" ", at, end) < _FEW_BLANKS:
            return end
    return None


def _may_open(text: str, at: int) -> bool:
    """A straight mark opens at the start of a word; as a sign of inches it does not."""
    before = text[at - 1] if at else " "
    after = text[at + 1 : at + 2]
    return not before.isalnum() and bool(after) and not after.isspace()


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
