"""Names that are one thing in a text."""

from __future__ import annotations

import pytest

from service.tasks.targeted.discovery.same_thing import same_things
from service.text.entities.model import EXACT, Entity, EntityKind, Mention
from service.text.span import Span

PERSON, BODY, PLACE = EntityKind.PERSON, EntityKind.ORGANIZATION, EntityKind.PLACE


def entity(name: str, kind: EntityKind, mentions: int = 1) -> Entity:
    """An entity with so many mentions."""
    found = [Mention(Span(i, i + 1), i, EXACT) for i in range(mentions)]
    return Entity(name, kind, {name}, found)


def groups(*entities: Entity) -> list[list[str]]:
    """The names of each group."""
    return [[one.name for one in group] for group in same_things(entities)]


@pytest.mark.parametrize(
    ("short", "full", "kind"),
    [
        ("Otters", "Portvale Otters", BODY),
        ("Boardists", "Church of Boardists", BODY),
        ("House", "House of Commons", BODY),
        ("Lund", "Lund Motor Company", BODY),
        ("COVID", "COVID-19", BODY),
        ("COVID-", "COVID-19", BODY),
        ("Duarte", "Ana Duarte", PERSON),
        ("Duarte Ana", "Ana Duarte", PERSON),
        ("Ana Duarte", "Ana Sofia Maria Duarte", PERSON),
        ("Pierre Charles Lund", "Peter Charles Lund", PERSON),
    ],
)
def test_a_part_of_a_name_is_the_same_thing(short: str, full: str, kind: EntityKind) -> None:
    assert len(groups(entity(short, kind), entity(full, kind))) == 1
    assert len(groups(entity(full, kind), entity(short, kind))) == 1


@pytest.mark.parametrize(
    ("short", "full"),
    [
        (entity("House", BODY), entity("White House", BODY)),
        (entity("Lund", BODY), entity("Lund Science Fair", BODY)),
        (entity("Portvale", PLACE), entity("University of Portvale", BODY)),
        (entity("Otters", PLACE), entity("Portvale Otters", BODY)),
        (entity("England", BODY), entity("Church of England", BODY)),
        (entity("Democratic Party", BODY), entity("Ohio Democratic Party", BODY)),
        (entity("ICT", BODY), entity("National ICT", BODY)),
        (entity("Ana", PERSON), entity("Rita Ana Duarte", PERSON)),
        (entity("Tom Reyes", PERSON), entity("Tom Reyes Jr.", PERSON)),
        (entity("George W. Lund", PERSON), entity("George H. W. Lund", PERSON)),
        (entity("Ana Duarte", PERSON), entity("Rita Duarte", PERSON)),
        (entity("Duarte", PERSON), entity("Duarte Group", BODY)),
        (entity("Duarte", BODY, mentions=3), entity("Ana Duarte", PERSON)),
    ],
    ids=lambda one: one.name,
)
def test_other_names_are_other_things(short: Entity, full: Entity) -> None:
    assert len(groups(short, full)) == 2


def test_a_surname_that_was_taken_for_a_body_is_its_bearers() -> None:
    assert groups(entity("Ana Duarte", PERSON, 3), entity("Duarte", BODY)) == [
        ["Ana Duarte", "Duarte"]
    ]


def test_a_part_of_two_names_joins_neither() -> None:
    names = (entity("Ana Duarte", PERSON), entity("Rita Duarte", PERSON), entity("Duarte", PERSON))
    assert len(groups(*names)) == 3


def test_forms_of_one_name_are_one_group() -> None:
    names = ("Pierre Charles", "Peter Charles Lund", "Pierre Charles Lund")
    assert len(groups(*(entity(name, PERSON) for name in names))) == 1


def test_the_name_of_several_words_and_most_mentions_is_the_groups() -> None:
    names = (
        entity("Lund", PERSON, 5),
        entity("A. Lund", PERSON),
        entity("Anna A. Lund", PERSON, 2),
    )
    assert groups(*names) == [["Anna A. Lund", "A. Lund", "Lund"]]


@pytest.mark.parametrize("name", ["", ".", "-", "of the"])
def test_a_name_without_words_is_a_thing_of_its_own(name: str) -> None:
    assert groups(entity(name, BODY), entity("Portvale Otters", BODY)) == [
        [name],
        ["Portvale Otters"],
    ]


def test_a_word_that_most_names_have_joins_none() -> None:
    letters = "abcdefghijklmnopqrstuvwxyz"
    names = [entity(f"{letter * 4} Lund", PERSON) for letter in letters]
    assert len(groups(*names, entity("Lund", PERSON))) == len(names) + 1


def test_no_names_are_no_things() -> None:
    assert groups() == []
