"""Lines that are made to keep a pattern busy are answered like any other."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.text.boilerplate.patterns import URL_ONLY, is_boilerplate, is_byline, is_caption

# As first written: right, but with many ways to match, of which each is tried.
PLAIN = re.compile(
    r"^(?:(?:https?://|www\.|pic\.twitter\.com/|t\.co/)\S+|\S+@\S+\.\S+|"
    r"(?:[\w.-]+\.)+[a-z]{2,6}/\S*|\+?[\d\s().-]{7,20})$",
    re.IGNORECASE,
)


@given(st.text(alphabet="a.@/- 1w", max_size=12))
@settings(deadline=None)
def test_addresses_are_told_as_by_the_plain_pattern(line: str) -> None:
    assert bool(URL_ONLY.match(line)) == bool(PLAIN.match(line))


@pytest.mark.parametrize(
    "line", ["a." * 150 + "!", "@." * 150 + " x", "a@" * 150 + "!", "www." * 79 + " x", "--" * 150]
)
def test_a_hostile_line_is_no_boilerplate(line: str) -> None:
    assert not is_boilerplate(line)
    assert not is_byline(line)
    assert not is_caption(line)


def test_who_contributed_is_a_byline() -> None:
    assert is_byline("Ana Duarte and Tom Reyes contributed to this report.")
    assert not is_byline("The flood contributed to this year’s losses.")
