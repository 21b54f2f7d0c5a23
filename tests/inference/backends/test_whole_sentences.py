"""A text that was cut off ends with its last whole sentence."""

from __future__ import annotations

import pytest

from service.inference.backends.whole_sentences import whole_sentences


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("The road closed. Traders were", "The road closed."),
        ("The road closed.", "The road closed."),
        ("The road", ""),
        ("", ""),
        ("The road closed. They met Dr.", "The road closed."),
        ("It cost 5.5 million. It was No.", "It cost 5.5 million."),
        ("It fell by 5.5", ""),
        ("“We won.” The mayor", "“We won.”"),
        ('"We won!" The mayor', '"We won!"'),
        ("Is it over? Nobody in the", "Is it over?"),
        ("Shares fell by 12%. The U.S.", "Shares fell by 12%."),
        ("They left in 2019. He", "They left in 2019."),
        ("They waited… and", "They waited…"),
    ],
)
def test_what_is_left_of_a_text(text: str, whole: str) -> None:
    assert whole_sentences(text) == whole
