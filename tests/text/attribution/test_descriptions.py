"""Each rule for reading a described speaker backwards from the verb."""

from __future__ import annotations

import pytest

from service.text.attribution.descriptions import find_description


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("On Monday the former mayor", "the former mayor"),
        ("He and 61 other owners", "61 other owners"),
        ("Later military analysts", "Later military analysts"),
        # What is after a preposition is not the noun.
        ("a spokesman for the mayor", "a spokesman for the mayor"),
        ("an official close to the mayor", "an official close to the mayor"),
        ("a soldier familiar with the matter", "a soldier familiar with the matter"),
        # The owner belongs to the phrase.
        ("then Robert Mueller’s office", "Robert Mueller’s office"),
        ("then the mayor’s office", "the mayor’s office"),
        # Words that no such phrase holds.
        ("the boat sank and owners", "owners"),
        ("dancing senators", "senators"),
        ("a leading senator", "a leading senator"),
        # No speakers.
        ("a survey made by the port", None),
        ("on the same morning", None),
        ("the 61", None),
        ("baker", None),
        ("the big red old bakers", "the big red old bakers"),
        ("the big red old slow bakers", None),  # too long
        ("", None),
    ],
)
def test_descriptions(text: str, phrase: str | None) -> None:
    span = find_description(text, 0, len(text))
    assert (text[span.begin : span.end] if span else None) == phrase
