"""Changes of wording say something else, in whole sentences."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.training.verify import wording

CASES = [
    ("number", "The council paid $40,000 for two buses.", None),
    ("date", "The council met on Monday.", None),
    ("opposite", "The council approved the plan.", "The council rejected the plan."),
    ("negation", "The road will close.", None),
    ("negation", "The council did not meet.", "The council did meet."),
    ("negation", "The council closed the road.", "The council did not close the road."),
    ("hedge", "The allegedly stolen car was found.", "The stolen car was found."),
]


@pytest.mark.parametrize(("kind", "text", "expected"), CASES)
def test_a_change_says_something_else(kind: str, text: str, expected: str | None) -> None:
    found = wording.CHANGES[kind](text, random.Random(1))
    assert found is not None
    assert found != text
    assert expected is None or found == expected


@pytest.mark.parametrize("text", ["Nobody left town.", "She plans it."])
def test_numbers_are_not_changed_where_there_are_none(text: str) -> None:
    assert wording.number(text, random.Random(1)) is None


def test_what_is_planned_becomes_done() -> None:
    found = wording.tense("The council will close the road.", random.Random(2))
    assert found in ("The council has closed the road.", "The council closed the road.")


@given(st.text(max_size=120), st.sampled_from(sorted(wording.CHANGES)), st.integers(0, 5))
def test_no_text_is_returned_as_it_is(text: str, kind: str, seed: int) -> None:
    assert wording.CHANGES[kind](text, random.Random(seed)) != text or text == ""
