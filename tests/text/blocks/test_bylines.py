"""Lines that hold a date and names are told from sentences that hold one."""

from __future__ import annotations

import pytest

from service.text.blocks.bylines import is_dated_line


@pytest.mark.parametrize(
    "line",
    [
        "Portvale Courier November 9, 2026",
        "3:42 PM",
        "Tuesday 5.30 GMT",
        "Published March 31",
        "Last updated: 3 hours ago",
        "9 November 2026, Portvale, by Ana Duarte.",
    ],
)
def test_a_dated_line(line: str) -> None:
    assert is_dated_line(line)


@pytest.mark.parametrize(
    "line",
    [
        "The council met on November 9, 2026",  # words that are no names
        "Portvale Council Met Norvik Bikes March 3, 2026.",  # a stop after many words
        "Died March 3, 2026",  # of a life
        "Portvale Courier",  # no date
        "Portvale Courier March 31",  # no year, and nothing that says what the day is
        "Portvale Courier November 9, 2026!",
        "at by from",  # words about time without one
        "Ana Bo Cy Di Ed Flo 3 March 2026",  # more names than an author and an outlet
    ],
)
def test_no_dated_line(line: str) -> None:
    assert not is_dated_line(line)
