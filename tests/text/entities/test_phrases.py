"""Whom a noun phrase means: by a name in it, in apposition, or as a role."""

from __future__ import annotations

import pytest

from service.text.entities.model import PRONOUN, Entity, EntityKind, Mention, MentionForm
from service.text.entities.phrases import PhraseReader
from service.text.entities.references import ResolvedReference
from service.text.reading import ReferenceForm
from service.text.segmentation.builder import build_document
from service.text.span import Span

PEOPLE = ("Ana Duarte", "Tom Reyes")


def means(text: str, phrase: str, role: str = "") -> tuple[str, str] | None:
    """The words of a phrase that name somebody, and the name; `role` is known to be Ana Duarte."""
    document = build_document(text, language="en")
    found = []
    for name, kind in [*((p, EntityKind.PERSON) for p in PEOPLE), ("Quay Union", EntityKind.OTHER)]:
        begin = document.text.find(name)
        spans = [Span(begin, begin + len(name))] if begin >= 0 else []
        found.append(Entity(name, kind, {name}, [Mention(s, 0, 1.0) for s in spans]))
    roles = []
    if role:
        begin = document.text.index(role)
        mention = Mention(Span(begin, begin + len(role)), 0, PRONOUN, MentionForm.ROLE)
        roles.append(ResolvedReference(mention, found[0], ReferenceForm.NOMINAL))
    begin = document.text.index(phrase)
    meant = PhraseReader(document, found, roles).entity(Span(begin, begin + len(phrase)))
    return None if meant is None else (document.read(meant[0]), meant[1].name)


ANA = ("Ana Duarte", "Ana Duarte")


@pytest.mark.parametrize(
    ("phrase", "meant"),
    [
        ("Ana Duarte", ANA),
        ("the old mayor Ana Duarte", ANA),
        ("Ana Duarte, 54, who runs a shop,", ANA),
        ("Ana Duarte of Quay Union", ANA),
        ("Secretary of State Ana Duarte", ANA),
        ("the mayor, Ana Duarte", ANA),
        ("Ana Duarte and Tom Reyes", ANA),
        ("Ana Duarte and Mr. Tom Reyes", ANA),
        # Others, who are only described by a name.
        ("Ana Duarte’s aide", None),
        ("a spokesman for Ana Duarte", None),
        ("the mayor, who met Ana Duarte", None),
        ("people close to Ana Duarte", None),
        ("the keeper", None),
    ],
)
def test_whom_a_phrase_means(phrase: str, meant: tuple[str, str] | None) -> None:
    assert means(f"Then {phrase} said it broke.", phrase) == meant


def test_a_role_is_who_bears_it() -> None:
    text = "Then the mayor of Portvale said it broke."
    assert means(text, "the mayor of Portvale", "the mayor") == ("the mayor", "Ana Duarte")
    assert means(text, "the mayor of Portvale") is None
