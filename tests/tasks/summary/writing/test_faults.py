"""Loops, empty texts and rubbish are told from prose."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.tasks.summary.writing.faults import fault_of

PROSE = (
    "The council voted on Monday to close the harbour road to cars. Traders called the decision a "
    "betrayal, and the mayor called it a great day for everyone who has to breathe here."
)
ONE_PATTERN = (
    "Exports of steel rose by 3% in March. Exports of grain rose by 4% in March. "
    "Exports of wine rose by 5% in March. Exports of cars rose by 6% in March."
)


@pytest.mark.parametrize("text", [PROSE, ONE_PATTERN, f"{PROSE} {ONE_PATTERN}", "Cars are banned."])
def test_prose_has_no_fault(text: str) -> None:
    assert fault_of(text) is None


@pytest.mark.parametrize("text", ["", " \n", "...", "Yes."])
def test_a_text_without_words_is_empty_unless_it_has_only_begun(text: str) -> None:
    assert fault_of(text) == "is empty"
    assert fault_of(text, partial=True) is None


@pytest.mark.parametrize("text", ["12 34 56 78 90 12 34 $ % &", "a | b | c | 1 | 2 | 3 | 4 | 5 |"])
def test_tables_and_symbols_are_no_prose(text: str) -> None:
    assert fault_of(text) == "is no prose"


@given(
    st.lists(st.sampled_from("the mayor of a city road bus says".split()), min_size=1, max_size=12),
    st.integers(min_value=0, max_value=3),
)
def test_what_goes_round_is_a_loop(words: list[str], cut: int) -> None:
    loop = " ".join(words * (8 // len(words) + 5))
    assert fault_of(loop[: len(loop) - cut]) == "repeats itself"


def test_a_loop_at_the_end_of_prose_is_one() -> None:
    assert fault_of(PROSE + " The mayor said that the road is closed." * 8) == "repeats itself"
