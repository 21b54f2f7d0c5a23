"""A span takes in the mark beside it whose partner it holds."""

from __future__ import annotations

import pytest

from service.text.span import Span
from service.text.targets.paired_marks import with_partner


@pytest.mark.parametrize(
    ("text", "words", "whole"),
    [
        ("the “Big” Reyes", "Big” Reyes", "“Big” Reyes"),
        ("the Reyes (Ana) left", "Reyes (Ana", "Reyes (Ana)"),
        ('the "Big" Reyes', 'Big" Reyes', '"Big" Reyes'),
        ('the Reyes "Big" left', 'Reyes "Big', 'Reyes "Big"'),
        ("the “Big” Reyes", "“Big” Reyes", "“Big” Reyes"),
        ("the Big” Reyes", "Big” Reyes", "Big” Reyes"),
        ("the Big Reyes", "Big Reyes", "Big Reyes"),
    ],
)
def test_the_partner(text: str, words: str, whole: str) -> None:
    begin = text.index(words)
    span = with_partner(text, Span(begin, begin + len(words)))
    assert text[span.begin : span.end] == whole
