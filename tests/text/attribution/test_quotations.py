"""Quotations are found at a place as a look at all of them would find them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.text.attribution.quotations import (
    find_quotes,
    is_quoted,
    quoted_share,
    quotes_over,
    speeches,
)
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


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("''It broke,'' she said. ''We can't go on.''", ["''It broke,''", "''We can't go on.''"]),
        ("``It broke,'' she said.", ["``It broke,''"]),
        ("‚It broke,‘ she said.", ["‚It broke,‘"]),
        ("„It broke,“ she said, „and sank.”", ["„It broke,“", "„and sank.”"]),
        ("«It broke,» she said.", ["«It broke,»"]),
        ("“He said “no” and left,” she said.", ["“He said “no” and left,”"]),
        ("“He said ‘no’ and left,” she said.", ["“He said ‘no’ and left,”"]),
        ("“It broke, she said.\n\nIt rained.", ["“It broke, she said."]),
        ("“It broke.\n\nIt sank.\n\nWe wept,” she said.", ["“It broke.", "It sank.", "We wept,”"]),
        ("A beam of 5'10'' or 6\" broke.", []),
    ],
)
def test_marks(text: str, quotes: list[str]) -> None:
    document = build_document(text, language="en")
    assert [document.read(q) for q in find_quotes(document)] == quotes


def test_a_speech_goes_on_where_the_next_paragraph_opens_a_quotation() -> None:
    document = build_document("“It broke.\n\n“It sank,” she said. “We wept.”", language="en")
    found = speeches(document, find_quotes(document))
    assert [len(speech) for speech in found] == [2, 1]
