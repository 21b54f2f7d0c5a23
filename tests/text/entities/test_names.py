"""Names without their titles, days and contractions; parties; and whom a pronoun means."""

from __future__ import annotations

import pytest

from service.tasks.annotations import NameAnnotations, read_names
from service.text.segmentation.builder import build_document


def read(text: str) -> NameAnnotations:
    """The names of a text."""
    return read_names(build_document(text, language="en"))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Then House Speaker Ana Duarte left. Duarte was late.", ["Ana Duarte"]),
        ("Then Senate Minority Leader Ana Duarte left.", ["Ana Duarte"]),
        ("He met Texas Republican Rep. Tom Reyes.", ["Tom Reyes"]),
        ("He met Secretary of State Ana Duarte.", ["Ana Duarte"]),
        ("He met President-elect Tom Reyes and Senators Ana Duarte.", ["Tom Reyes", "Ana Duarte"]),
        ("The Portvale Port Authority Director Ana Duarte left.", ["Ana Duarte"]),
        ("He met Tom K. Reyes. Then Reyes left.", ["Tom K. Reyes"]),
        ("On Friday Tom Reyes left. In June Ana Duarte left.", ["Tom Reyes", "Ana Duarte"]),
        ("He asked the Senate Majority Leader.", []),
        ("We hate the President’s plan, and I’m tired, and it’s late, and I don’t care.", []),
        ("Hundreds came. Five Portvale boats sank.", ["Portvale"]),
        ("Then Dollar General opened, and the House of Representatives closed.",
         ["Dollar General", "House of Representatives"]),
    ],
)  # fmt: skip
def test_names_are_bare(text: str, names: list[str]) -> None:
    assert [e.name for e in read(text).entities] == names


def test_a_lone_capital_that_speaks_is_a_name_and_a_plural_is_not() -> None:
    names = read("Critics said it broke. “It broke,” Reid said. Reid said more.")
    assert [e.name for e in names.entities] == ["Reid"]


def test_the_words_for_a_party_are_one_entity() -> None:
    names = read(
        "House Republicans left. Republican senators stayed, and the GOP paid. "
        "The Republican Party lost, and Democratic aides were glad."
    )
    (party,) = names.entities
    assert party.name == "Republican Party"
    assert len(party.mentions) == 4


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        # By their first names, whoever was named last.
        ("Tom Reyes met Ana Duarte. She left.", ["Ana Duarte"]),
        ("Then Tom Reyes left. After a visit to Ana Duarte’s office, he returned.", ["Tom Reyes"]),
        # No person, though of two capitals.
        ("Jane Poole left the Boat Owners. She came home.", ["Jane Poole"]),
        ("Jane Poole sailed to San Lorin. She came home.", ["Jane Poole"]),
        ("Then the Rose Revolution came. He left.", []),
        ("He wrote “The Portvale Hoax.” Then Portvale sank. He left.", []),
        # A surname by itself shows a person all the same.
        ("Later Zorvan Muntil left. Still, Muntil wept. He came back.", ["Zorvan Muntil"]),
    ],
)
def test_whom_a_pronoun_means(text: str, meant: list[str]) -> None:
    assert [p.entity.name for p in read(text).pronouns] == meant


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("Paul O’Neill won. O'Neill left.", 2),
        ("José Peña won. Pena left. Then Peña called Jose Pena a liar.", 4),
        ("Ana Re\u0301yes won. Réyes left.", 2),
        ("Ana Re\u00adyes won. Reyes left.", 2),
        ("Ana Ｒｅｙｅｓ won. Reyes left.", 2),
    ],
)
def test_one_person_however_the_name_is_spelled(text: str, times: int) -> None:
    (entity,) = read(text).entities
    assert len(entity.mentions) == times
