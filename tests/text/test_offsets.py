"""Offsets in the units that callers count in."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from service.text.offsets import OffsetMap, OffsetUnit
from service.text.span import Span


@given(st.text(max_size=600), st.sampled_from([OffsetUnit.UTF16, OffsetUnit.UTF8]))
@settings(max_examples=60, deadline=None)
def test_units_agree_with_the_encoders(text: str, unit: OffsetUnit) -> None:
    table = OffsetMap(text, unit)
    name, size = ("utf-16-le", 2) if unit is OffsetUnit.UTF16 else ("utf-8", 1)
    for i in range(0, len(text) + 1, max(1, len(text) // 20)):
        offset = len(text[:i].encode(name, "surrogatepass")) // size
        assert table.offset(i) == offset


def test_a_span_in_every_unit() -> None:
    text = "😀é x"
    assert OffsetMap(text, OffsetUnit.UNICODE).span(Span(1, 4)) == (1, 4)
    assert OffsetMap(text, OffsetUnit.UTF16).span(Span(1, 4)) == (2, 5)
    assert OffsetMap(text, OffsetUnit.UTF8).span(Span(1, 4)) == (4, 8)
