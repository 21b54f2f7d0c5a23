"""Whether "her" is a possessive or an object."""

from __future__ import annotations

import pytest

from service.tasks.summary.possessives import is_possessive
from service.text.span import Span

_PRONOUNS = ("hers", "her", "his", "him")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Traders praised her plan.", True),
        ("Traders praised her for it.", False),
        ("They met her yesterday.", False),
        ("They met her Monday.", False),
        ("They gave her money.", None),
        ("They elected her mayor.", None),
        ("They gave her a car.", False),
        ("Her plan was praised.", True),
        ("His plan was praised.", True),
        ("The buses will be hers.", True),
        ("They met him.", False),
    ],
)
def test_her_is_a_possessive_before_a_noun(text: str, found: bool | None) -> None:
    word = next(w for w in text.strip(".").split() if w.lower() in _PRONOUNS)
    begin = text.index(word)
    assert is_possessive(text, Span(begin, begin + len(word))) is found
