"""Splitting bodies into lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.api.request.ndjson import NdjsonLine, NdjsonSplitter, is_ndjson


def cut(*chunks: bytes, longest: int = 10) -> list[NdjsonLine]:
    """All lines of a body."""
    cutter = NdjsonSplitter(longest)
    return [line for chunk in chunks for line in cutter.feed(chunk)] + list(cutter.end())


def test_lines_are_numbered_and_blank_ones_left_out() -> None:
    assert cut(b"a\n\n \r\nb") == [NdjsonLine(1, b"a"), NdjsonLine(4, b"b")]
    assert cut(b"") == []
    assert cut(b"\n") == []


def test_a_line_may_come_in_pieces() -> None:
    assert cut(b"on", b"e", b"\ntw", b"o\n") == [NdjsonLine(1, b"one"), NdjsonLine(2, b"two")]


def test_a_line_that_is_too_long_costs_no_memory_and_stops_nothing() -> None:
    cutter = NdjsonSplitter(10)
    for _ in range(100):
        assert list(cutter.feed(b"x" * 7)) == []
        assert len(cutter._begun) <= 10
    assert list(cutter.feed(b"\nshort\n")) == [NdjsonLine(1, None), NdjsonLine(2, b"short")]
    assert cut(b"0123456789\n") == [NdjsonLine(1, b"0123456789")]
    assert cut(b"0123456789a") == [NdjsonLine(1, None)]


@given(st.lists(st.binary(max_size=30)), st.integers(1, 12))
def test_where_chunks_end_changes_nothing(chunks: list[bytes], longest: int) -> None:
    assert cut(*chunks, longest=longest) == cut(b"".join(chunks), longest=longest)


@pytest.mark.parametrize(
    ("given", "so"),
    [
        ("application/x-ndjson", True),
        ("Application/X-NDJSON; charset=UTF-8", True),
        ("application/x-ndjson; charset=latin-1", False),
        ("application/json", False),
        ("", False),
    ],
)
def test_the_media_type(given: str, so: bool) -> None:
    assert is_ndjson(given) is so
