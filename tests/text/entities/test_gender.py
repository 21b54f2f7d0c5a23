"""A person's gender by a title or the first name."""

from __future__ import annotations

import pytest

from service.text.entities.gender import is_female
from service.text.entities.model import EXACT, Entity, EntityKind, Mention
from service.text.segmentation.builder import build_document
from service.text.span import Span


@pytest.mark.parametrize(
    ("text", "name", "female"),
    [
        ("They met Mr. Reyes.", "Reyes", False),
        ("They met Mrs. Reyes.", "Reyes", True),
        ("They met Queen Tom Reyes.", "Tom Reyes", True),  # a title before a first name
        ("They met Tom Reyes.", "Tom Reyes", False),
        ("They met Ana Reyes.", "Ana Reyes", True),
        ("They met Alex Reyes.", "Alex Reyes", None),
        ("They met Ana.", "Ana", None),  # may be a surname
    ],
)
def test_gender(text: str, name: str, female: bool | None) -> None:
    begin = text.index(name)
    mention = Mention(Span(begin, begin + len(name)), 0, EXACT)
    person = Entity(name, EntityKind.PERSON, {name}, [mention])
    assert is_female(build_document(text, language="en"), person) is female
