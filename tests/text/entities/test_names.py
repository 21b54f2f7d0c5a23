"""Names as entities have them: without titles, each of one kind, however they are spelled."""

from __future__ import annotations

import pytest

from service.text.document import Document
from service.text.entities.names import names_of
from service.text.reading import NameKind, NameSpan
from service.text.segmentation.builder import build_document
from service.text.span import Span
from tests.reading import read_names
from tests.real_reading import RealReader

PERSON, BODY, PLACE = NameKind.PERSON, NameKind.ORGANIZATION, NameKind.PLACE


def spans(document: Document, *names: tuple[str, NameKind]) -> list[NameSpan]:
    """The names where they stand in a document, each after the one before it."""
    found, at = [], 0
    for text, kind in names:
        begin = document.text.index(text, at)
        at = begin + len(text)
        sentence = next(s for s in document.sentences if begin < s.span.end)
        found.append(NameSpan(Span(begin, at), sentence.index, kind))
    return found


@pytest.mark.parametrize(
    ("read", "kind", "name"),
    [
        ("House Speaker Ana Duarte", PERSON, "Ana Duarte"),
        ("Senate Minority Leader Ana Duarte", PERSON, "Ana Duarte"),
        ("President-elect Tom K. Reyes", PERSON, "Tom K. Reyes"),
        ("Former Ukrainian Coach Muntil", PERSON, "Muntil"),
        ("Dollar General", BODY, "Dollar General"),
        ("House of Representatives", BODY, "House of Representatives"),
        ("Quay  Union", BODY, "Quay Union"),
        # No names of their own.
        ("Senate Majority Leader", PERSON, None),
        ("Monday", PLACE, None),
        ("President", PERSON, None),
        ("Ukrainians", BODY, None),
        ("North Korean", BODY, None),
        ("House Republicans", BODY, None),
        ("X", BODY, None),
    ],
)
def test_a_name_is_bare(read: str, kind: NameKind, name: str | None) -> None:
    document = build_document(f"Then {read} left for the old quay.", language="en")
    found = names_of(document, spans(document, (read, kind)))
    assert [n.text for n in found] == ([name] if name else [])
    assert [document.read(n.span).split() for n in found] == [n.text.split() for n in found]


def test_half_of_the_word_for_a_people_is_no_name() -> None:
    document = build_document("The North Koreans met North in the old town.", language="en")
    read = spans(document, ("North", PLACE), ("North", PERSON))
    assert [n.span.begin for n in names_of(document, read)] == [document.text.rindex("North")]


def test_a_name_is_what_it_is_taken_for_most_often() -> None:
    document = build_document("Then Zorvan met Zorvan. Later Zorvan left.", language="en")
    read = spans(document, ("Zorvan", PLACE), ("Zorvan", PERSON), ("Zorvan", PERSON))
    assert [n.kind for n in names_of(document, read)] == [PERSON] * 3


def test_of_headings_only_full_names_of_people_count() -> None:
    document = build_document(
        "Duarte and Ana Duarte close Quay Union\n\nIt rained in the old town on Monday.",
        language="en",
    )
    read = spans(document, ("Duarte", PERSON), ("Ana Duarte", PERSON), ("Quay Union", BODY))
    assert [n.text for n in names_of(document, read)] == ["Ana Duarte"]


def test_the_words_for_a_party_are_one_entity() -> None:
    names = read_names(
        build_document(
            "House Republicans left. Republican senators stayed, and the GOP paid. "
            "The Republican Party lost, and Democratic aides were glad.",
            language="en",
        )
    )
    (party,) = names.entities
    assert party.name == "Republican Party"
    assert len(party.mentions) == 4


NAMED = (
    ("Then House Speaker Ana Duarte left. Duarte was late.", {"House": 1, "Ana Duarte": 2}),
    ("Then Senate Minority Leader Ana Duarte left.", {"Senate": 1, "Ana Duarte": 1}),
    ("He met President-elect Tom Reyes and Senators Ana Duarte.",
     {"Tom Reyes": 1, "Ana Duarte": 1}),
    ("He met Tom K. Reyes. Then Reyes left.", {"Tom K. Reyes": 2}),
    ("Hundreds came. Five Portvale boats sank.", {"Portvale": 1}),
    ("Critics said it broke. “It broke,” Reid said. Reid said more.", {"Reid": 2}),
    # However a name is spelled.
    ("Paul O’Neill won. O'Neill left.", {"Paul O’Neill": 2}),
    ("José Peña won. Pena left. Then Peña called Jose Pena a liar.", {"José Peña": 4}),
    ("Ana Re\u0301yes won. Réyes left.", {"Ana Réyes": 2}),
    ("Ana Re\u00adyes won. Reyes left.", {"Ana Reyes": 2}),
    ("Ana Ｒｅｙｅｓ won. Reyes left.", {"Ana Reyes": 2}),
    # Relatives and longer names.
    ("Maria Weiss won. Weiss is the daughter of Karl Weiss. Weiss thanked the town.",
     {"Maria Weiss": 3, "Karl Weiss": 1}),
    ("We met Robert Francis Kennedy. Here Robert F. Kennedy left. And Robert Kennedy won.",
     {"Robert Francis Kennedy": 2, "Robert F. Kennedy": 1}),
)  # fmt: skip


@pytest.mark.models
def test_names_by_the_reader(reader: RealReader) -> None:
    for text, wanted in NAMED:
        entities = reader.names(build_document(text, language="en")).entities
        assert {e.name: len(e.mentions) for e in entities} == wanted, text


MEANT: tuple[tuple[str, list[str]], ...] = (
    ("Tom Reyes met Ana Duarte. She left.", ["Ana Duarte"]),
    ("Then Tom Reyes left. After a visit to Ana Duarte’s office, he returned.", ["Tom Reyes"]),
    ("Jane Poole left the Boat Owners. She came home.", ["Jane Poole"]),
    ("Jane Poole sailed to San Lorin. She came home.", ["Jane Poole"]),
    ("Then the Rose Revolution came. He left.", []),
    ("Later Zorvan Muntil left. Still, Muntil wept. He came back.", ["Zorvan Muntil"]),
    ("Shares of Zorvan Motors fell. The company said nothing.", ["Zorvan Motors"]),
)  # fmt: skip


@pytest.mark.models
def test_whom_a_reference_means_by_the_reader(reader: RealReader) -> None:
    for text, meant in MEANT:
        names = reader.names(build_document(text, language="en"))
        assert [p.entity.name for p in names.pronouns] == meant, text
