"""Quotations are found at a place as a look at all of them would find them."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from service.text.attribution.quotations import find_quotes, is_quoted, quoted_share, quotes_over
from service.text.segmentation.builder import build_document
from service.text.span import Span

WORDS = st.lists(
    st.sampled_from(["“a", "b”", "“c”", '"d', 'e"', "said", "he.", "\n\n", "Ana Duarte"]),
    min_size=1,
    max_size=20,
)


@given(WORDS, st.integers(0, 60), st.integers(0, 30))
@settings(deadline=None)
def test_quotations_at_a_place(words: list[str], begin: int, length: int) -> None:
    text = " ".join(words)
    quotes = find_quotes(build_document(text))
    span = Span(begin, begin + length)
    over = [q for q in quotes if q.overlaps(span)]
    assert list(quotes_over(quotes, span)) == over
    assert is_quoted(quotes, begin) == any(q.begin < begin < q.end for q in quotes)
    inside = sum(min(q.end, span.end) - max(q.begin, span.begin) for q in over)
    assert quoted_share(quotes, span) == inside / max(1, length)
