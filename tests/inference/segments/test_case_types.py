"""Types of tokens tell of capitals and of the beginnings of blocks."""

from __future__ import annotations

import re

import numpy as np
import pytest

from service.inference.segments.case_types import TYPES, case_type, case_types
from service.inference.token_outputs import Segment, Spans


@pytest.mark.parametrize(
    ("word", "wanted"),
    [
        ("mayor", 0), ("Mayor", 1), ("MAYOR", 2), ("A", 1), ("EU", 2), ("iPhone", 0), ("McCabe", 1),
        ("O’NEILL", 2), ("O’Neill", 1), ("2nd", 0), ("2ND", 0), ("", 0), ("Éva", 1), ("ÉTÉ", 2),
        ("市", 0), ("F16", 2), ("Spider-Man", 1), ("_X", 0),
    ],
)  # fmt: skip
def test_the_type_of_a_word(word: str, wanted: int) -> None:
    assert case_type(word) == wanted


def spans(text: str, pattern: str = r"\S+") -> Spans:
    found = [match.span() for match in re.finditer(pattern, text)]
    return np.array(found, dtype=np.int32).reshape(-1, 2)


@pytest.mark.parametrize(("opens", "first"), [(False, 1), (True, 4)])
def test_each_token_has_the_type_of_the_word_it_begins_in(opens: bool, first: int) -> None:
    text = "Ana met NATO-led men, “Who’s” (who)."
    pieces = spans(text, r"\w|[^\w\s]")
    types = case_types(Segment(text, opens_block=opens), pieces)
    by_character = {int(begin): int(kind) for (begin, _), kind in zip(pieces, types, strict=True)}
    assert by_character[0] == first
    assert [by_character[i] for i in (1, 2)] == [1, 1]
    assert by_character[text.index("met")] == 0
    # The whole word "NATO-led" counts, which is not all in capitals.
    assert [by_character[text.index(part)] for part in ("NATO", "-", "led")] == [1, 1, 1]
    assert by_character[text.index("“")] == 0
    assert [by_character[text.index(part)] for part in ("Who", "’", "s”")] == [1, 1, 1]
    assert by_character[text.index(".")] == 0
    assert max(types) < TYPES


def test_a_segment_without_tokens() -> None:
    assert case_types(Segment("", opens_block=True), spans("")).shape == (0,)


def test_a_token_at_the_end_of_the_text_is_outside_of_words() -> None:
    assert case_types(Segment("AB"), np.array([[0, 2], [2, 2]], dtype=np.int32)).tolist() == [2, 0]
