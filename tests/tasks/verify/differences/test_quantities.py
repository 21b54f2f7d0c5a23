"""Numbers and dates by their values."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.tasks.verify.differences.quantities import missing, quantities

SAME = [
    ("ten people", "10 people"),
    ("twenty-five towns", "25 towns"),
    ("$3.7 million", "$3,700,000"),
    ("3.7 million people", "3,712,450 people"),
    ("about 1,600 jobs", "1,587 jobs"),
    ("40%", "40 percent"),
    ("on Monday", "Monday night"),
    ("in March 2019", "on 4 March, 2019"),
    ("two hundred", "200"),
    ("the 25th time", "25 times"),
]
OTHER = [
    ("ten people", "11 people"),
    ("3.7 million", "3.9 million"),
    ("1,600 jobs", "1,500 jobs"),
    ("1,587 jobs", "1,600 jobs"),
    ("on Monday", "on Tuesday"),
    ("in 2018", "in 2019"),
    ("in May 2018", "in June 2018"),
    ("15 people", "14 people"),
]


@pytest.mark.parametrize(("statement", "article"), SAME)
def test_the_same_value_in_other_words_or_rounded_is_not_missing(
    statement: str, article: str
) -> None:
    assert missing(statement, quantities(article)) == []


@pytest.mark.parametrize(("statement", "article"), OTHER)
def test_another_value_is_missing(statement: str, article: str) -> None:
    assert len(missing(statement, quantities(article))) == 1


@pytest.mark.parametrize(
    "text", ["One of them may march.", "It is a second-hand car.", "F16 and B-52 flew.", "may be"]
)
def test_what_is_no_quantity_is_none(text: str) -> None:
    assert [q for q in quantities(text) if q.unit in ("month", "day", "year")] == []
    assert not any(text[q.begin : q.end].isalpha() for q in quantities(text))


@given(st.text(max_size=200))
def test_any_text_has_all_its_own_quantities(text: str) -> None:
    found = quantities(text)
    assert missing(text, found) == []
    assert all(0 <= q.begin < q.end <= len(text) for q in found)
