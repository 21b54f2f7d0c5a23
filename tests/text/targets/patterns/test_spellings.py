"""Each rule for other spellings: one target that has another and one that has none of that kind."""

from __future__ import annotations

import pytest

from service.text.folding import fold_letters
from service.text.targets.patterns.spellings import other_spellings


def spelled(target: str, text: str) -> bool:
    return any(pattern.fullmatch(fold_letters(text)) for pattern in other_spellings(target))


@pytest.mark.parametrize(
    ("target", "other"),
    [
        ("Müller", "Mueller"),
        ("Mueller", "Muller"),
        ("Zelensky", "Zelenskyy"),
        ("labour", "labor"),
        ("centre", "center"),
        ("organise", "organize"),
        ("defence", "defense"),
        ("dialogue", "dialog"),
        ("Covid-19", "Covid"),
        ("harbour", "har-\nbour"),
        ("datacentre", "data centre"),
        ("email", "e-mail"),
    ],
)
def test_another_spelling(target: str, other: str) -> None:
    assert spelled(target, other)


@pytest.mark.parametrize(
    ("target", "another_word"),
    [
        ("Muller", "Mueller"),
        ("value", "valu"),  # two letters for one in names only
        ("jury", "juryy"),  # nor has an everyday word a Slavic ending
        ("sour", "sor"),
        ("F-16", "F"),
        ("road", "ro-\nad"),
        ("email", "e mail"),
    ],
)
def test_another_word(target: str, another_word: str) -> None:
    assert not spelled(target, another_word)


@pytest.mark.parametrize("target", ["a b c d e f g", "a" * 25, "+++"])
def test_a_target_without_other_spellings(target: str) -> None:
    assert list(other_spellings(target)) == []
