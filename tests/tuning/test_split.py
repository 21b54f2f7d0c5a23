"""Labelled rows by their use."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.evaluation.datasets import Row
from service.tuning.split import LEAST, TooFewRows, split


def rows(count: int, texts: int | None = None) -> list[Row]:
    return [Row(f"text {at % (texts or count)}", f"target {at}", at % 3) for at in range(count)]


@given(st.integers(LEAST, 400), st.integers(LEAST // 2, 200), st.integers(0, 99))
def test_every_row_is_in_one_part_and_every_text_too(count: int, texts: int, seed: int) -> None:
    given_rows = rows(count, min(count, texts))
    parts = split(given_rows, seed)
    found = [*parts.train, *parts.validation, *parts.test]
    assert sorted(found, key=repr) == sorted(given_rows, key=repr)
    one, other, last = (
        {row.text for row in part} for part in (parts.train, parts.validation, parts.test)
    )
    assert not one & other
    assert not (one | other) & last
    assert min(len(one), len(other), len(last)) > 0


def test_the_division_is_the_same_each_time_and_another_with_another_seed() -> None:
    assert split(rows(200)) == split(rows(200))
    assert split(rows(200), 1) != split(rows(200), 2)


@pytest.mark.parametrize(
    ("given_rows", "message"),
    [
        (rows(LEAST - 1), "give at least 60 rows"),
        (rows(100, 3), "100 rows of 3 texts"),
        ([Row(f"t{at}", "x", 1) for at in range(80)], "all rows have one label"),
    ],
)
def test_too_few_rows_are_refused_with_the_reason(given_rows: list[Row], message: str) -> None:
    with pytest.raises(TooFewRows, match=message):
        split(given_rows)
