"""A span is a half-open range, and refuses to be anything else."""

from __future__ import annotations

import pytest

from service.text.offsets import OffsetMap, OffsetUnit
from service.text.span import Span


@pytest.mark.parametrize(("begin", "end"), [(3, 2), (-1, 2)])
def test_what_is_no_range_is_no_span(begin: int, end: int) -> None:
    with pytest.raises(ValueError, match="not a span"):
        Span(begin, end)


def test_spans_that_only_touch_do_not_overlap() -> None:
    assert not Span(0, 3).overlaps(Span(3, 5))
    assert Span(0, 4).overlaps(Span(3, 5))
    assert Span(3, 5) in Span(3, 6)
    assert Span(2, 5) not in Span(3, 6)
    assert len(Span(3, 5)) == 2


@pytest.mark.parametrize("index", [-1, 3])
def test_an_offset_outside_the_text_is_refused(index: int) -> None:
    with pytest.raises(IndexError):
        OffsetMap("é\U0001f600", OffsetUnit.UTF16).offset(index)
