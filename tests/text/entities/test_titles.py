"""Titles before a name, and what is an office instead of a name."""

from __future__ import annotations

import pytest

from service.text.entities.titles import is_office, titles_before


@pytest.mark.parametrize(
    ("words", "before", "count", "titled"),
    [
        # Up to the last rank.
        ("Texas Republican Rep Tom Reyes", "", 3, True),
        ("House Speaker Ana Duarte", "", 2, True),
        ("President Ukrainian Zelensky", "", 2, True),
        ("Defense Ministry", "", 0, False),
        ("Director Department", "", 0, False),
        # Up to a forename.
        ("Secretary of State Ana Duarte", "", 3, True),
        ("House of Ana Duarte", "", 0, False),
        # Titles and demonyms that lead.
        ("Former Ukrainian Coach Muntil", "", 3, True),
        ("General Assembly", "", 0, False),
        ("King Zorvan", "", 1, True),
        # A title in small letters.
        ("Ana Duarte", "president", 0, True),
        ("Ana Duarte", "former", 0, False),
        ("General Assembly", "president", 0, False),
    ],
)
def test_titles_before_a_name(words: str, before: str, count: int, titled: bool) -> None:
    assert titles_before(words.split(), before) == (count, titled)


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
