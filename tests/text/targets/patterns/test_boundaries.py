"""A target is not found within a longer word or symbol."""

from __future__ import annotations

import pytest

from service.text.folding import fold_letters
from service.text.targets.patterns.target_pattern import compile_target


@pytest.mark.parametrize(
    ("target", "text", "longer"),
    [
        ("Ana", "with Ana", "a banana"),
        ("Neill", "with Neill", "with O'Neill"),
        ("C", "in C, or", "in C++ or"),
        ("C", "in C, or", "in A/C or"),
        ("5", "all 5 of", "all 1.5 of"),
        ("5", "all 5 of", "all 5.1 of"),
        ("T", "a T and", "an AT&T and"),
        ("$5", "US$5 for", "US$50 for"),
        ("#MeToo", "the #MeToo and", "the #MeToos and"),
        ("東京", "在東京的", "在東的"),
    ],
)
def test_a_boundary(target: str, text: str, longer: str) -> None:
    pattern = compile_target(target)
    assert pattern is not None
    assert pattern.pattern.search(fold_letters(text))
    assert not pattern.pattern.search(fold_letters(longer))
