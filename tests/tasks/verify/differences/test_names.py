"""Names of a statement that are nowhere in an article."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.tasks.verify.differences.names import known_words, names_in, unknown_names
from service.tasks.verify.lookup import words_of

ARTICLE = "Mayor Ana Duarte met Russian officials of the World Health Organization in Portvale."


def unknown(statement: str) -> list[str]:
    found = unknown_names(statement, known_words(words_of(ARTICLE), ARTICLE))
    return [statement[name.begin : name.end] for name in found]


@pytest.mark.parametrize(
    "statement",
    [
        "The mayor, Duarte, met them.",
        "Officials from Russia came.",
        "Officials sent by Moscow came.",
        "They work for the WHO.",
        "The Mayor met them on Monday.",
        "Yesterday the mayor met them.",
        "Thirty-six traders met them.",
        "Long-term plans were made.",
    ],
)
def test_a_name_in_another_form_is_known(statement: str) -> None:
    assert unknown(statement) == []


@pytest.mark.parametrize(
    ("statement", "name"),
    [
        ("The mayor met Tom Reyes.", "Tom Reyes"),
        ("The officials came from France.", "France"),
        ("Tom Reyes met the mayor.", "Tom Reyes"),
        ("The mayor left for Springfield.", "Springfield"),
    ],
)
def test_a_name_that_the_article_has_not_is_found(statement: str, name: str) -> None:
    assert unknown(statement) == [name]


@pytest.mark.parametrize("text", ["ana duarte met tom reyes", "ANA DUARTE MEETS TOM REYES", ""])
def test_where_capitals_mean_nothing_there_are_no_names(text: str) -> None:
    assert names_in(text) == []


@given(st.text(max_size=200))
def test_names_are_parts_of_any_text(text: str) -> None:
    assert all(0 <= name.begin < name.end <= len(text) for name in names_in(text))
