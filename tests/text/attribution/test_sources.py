"""The speaker of a source: named, described, or somebody whom only a pronoun tells."""

from __future__ import annotations

import pytest

from service.text.attribution.sources import SourceReader
from service.text.entities.model import Entity, EntityKind, Mention
from service.text.entities.phrases import PhraseReader
from service.text.segmentation.builder import build_document
from service.text.span import Span


def speaker(source: str, described: str = "") -> tuple[str | None, bool]:
    """The name of the speaker, and whether it is one; "the keeper" is `described` by a pronoun."""
    document = build_document(f"Ana Duarte met the keeper. Then {source} said so.", language="en")
    person = Entity("Ana Duarte", EntityKind.PERSON, set(), [Mention(Span(0, 10), 0, 1.0)])
    begin = document.text.index("Then") + 5
    span = Span(begin, begin + len(source))
    if source == "Ana Duarte":
        person.mentions.append(Mention(span, 1, 1.0))
    phrase = document.text.find(described)
    known = {span: Span(phrase, phrase + len(described))} if described else {}
    found = SourceReader(document, PhraseReader(document, [person], []), known).speaker(span)
    return found.name, found.named


@pytest.mark.parametrize(
    ("source", "described", "name", "named"),
    [
        ("Ana Duarte", "", "Ana Duarte", True),
        ("the mayor of Lisbon", "", "the mayor", False),
        ("she", "", None, False),
        ("he", "the keeper", "the keeper", False),
        ("many", "", None, False),
        ("nine in ten voters", "", "nine in ten voters", False),
    ],
)
def test_the_speaker_of_a_source(source: str, described: str, name: str, named: bool) -> None:
    assert speaker(source, described) == (name, named)


@pytest.mark.parametrize(("source", "author"), [("I", True), ("We", True), ("He", False)])
def test_the_first_person_is_the_author(source: str, author: bool) -> None:
    document = build_document(f"{source} said so.", language="en")
    reader = SourceReader(document, PhraseReader(document, [], []))
    assert reader.is_author(Span(0, len(source))) is author
