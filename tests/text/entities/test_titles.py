"""Titles before a name, and what is an office instead of a name."""

from __future__ import annotations

import pytest

from service.text.entities.titles import is_office, titles_before


@pytest.mark.parametrize(
    ("words", "count"),
    [
        # Up to the last rank.
        ("Texas Republican Rep Tom Reyes", 3),
        ("House Speaker Ana Duarte", 2),
        ("President Ukrainian Zelensky", 2),
        ("Defense Ministry", 0),
        ("Director Department", 0),
        # Up to a forename.
        ("Secretary of State Ana Duarte", 3),
        ("House of Ana Duarte", 0),
        # Titles and demonyms that lead.
        ("Former Ukrainian Coach Muntil", 3),
        ("General Assembly", 0),
        ("King Zorvan", 1),
        ("Ana Duarte", 0),
    ],
)
def test_titles_before_a_name(words: str, count: int) -> None:
    assert titles_before(words.split()) == count


@pytest.mark.parametrize(
    ("words", "office"),
    [
        ("Senate Majority Leader", True),
        ("Attorney General", True),
        ("Dollar General", False),
        ("House of Representatives", False),
        ("Ministry of Justice", False),
        ("Ana Duarte", False),
    ],
)
def test_offices(words: str, office: bool) -> None:
    assert is_office(words.split()) is office
