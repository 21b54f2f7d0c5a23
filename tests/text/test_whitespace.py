"""Blanks are found the same way by pattern and by character."""

from __future__ import annotations

import sys

from hypothesis import given, settings
from hypothesis import strategies as st

from service.text.span import Span
from service.text.whitespace import is_blank, trim

PIECES = st.lists(st.sampled_from(["a", " ", "\n", "\u200b", "\ufeff", "é", "\x00"]), max_size=12)


def test_every_blank_is_trimmed_and_nothing_else() -> None:
    for code in range(sys.maxunicode + 1):
        char = chr(code)
        assert (trim(char, Span(0, 1)) == Span(1, 1)) == is_blank(char), hex(code)


@given(PIECES, st.integers(0, 12), st.integers(0, 12))
@settings(deadline=None)
def test_trimming_stays_within_the_span(pieces: list[str], first: int, length: int) -> None:
    text = "".join(pieces)
    begin = min(first, len(text))
    end = min(begin + length, len(text))
    found = trim(text, Span(begin, end))
    assert begin <= found.begin <= found.end <= end
    assert all(is_blank(c) for c in text[begin : found.begin] + text[found.end : end])
    if found:
        assert not is_blank(text[found.begin])
        assert not is_blank(text[found.end - 1])
