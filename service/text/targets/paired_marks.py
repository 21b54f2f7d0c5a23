"""Quotation marks and brackets that come in pairs."""

from __future__ import annotations

from service.text.span import Span

_PAIRS = (("“", "”"), ("«", "»"), ("‘", "’"), ("(", ")"), ("[", "]"))


def with_partner(text: str, span: Span) -> Span:
    """`span` with the mark right beside it whose partner is within: ‘“Big” Reyes’."""
    words = text[span.begin : span.end]
    for opening, closing in _PAIRS:
        if closing in words and opening not in words and _stands_before(text, span, opening):
            return Span(span.begin - 1, span.end)
        if opening in words and closing not in words and text.startswith(closing, span.end):
            return Span(span.begin, span.end + 1)
    if words.count('"') == 1:
        if text.startswith('"', span.end):
            return Span(span.begin, span.end + 1)
        if _stands_before(text, span, '"'):
            return Span(span.begin - 1, span.end)
    return span


def _stands_before(text: str, span: Span, mark: str) -> bool:
    return text.endswith(mark, 0, span.begin)
