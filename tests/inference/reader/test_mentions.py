"""Names and references from scripted tags and links."""

from __future__ import annotations

import pytest

from service.inference.reader.mentions import read_names, read_references
from service.inference.reader.token_table import TokenTable
from service.text.document import Document
from service.text.reading import NameKind, ReferenceForm
from tests.inference.reader.tables import SURE, document_of, table_of
from tests.linear.growth import too_steep

TAGS = {
    "Ana": "B-person",
    "Duarte": "I-person",
    "Duarte’s": "I-person",
    "Tom": "B-person",
    "Union": "B-organization",
    "of": "I-organization",
    "Dockers": "B-organization",
    "The": "B-nominal",
    "the": "B-nominal",
    "mayor": "I-nominal",
}


def names(text: str) -> list[tuple[str, NameKind]]:
    document = document_of(text)
    found = read_names(table_of(document, mention=TAGS), document)
    assert all(n.span in document.sentences[n.sentence].span for n in found)
    return [(document.read(n.span), n.kind) for n in found]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Then Ana Duarte left.", [("Ana Duarte", NameKind.PERSON)]),
        ("Friends of Ana Duarte’s came.", [("of", NameKind.ORGANIZATION),
                                           ("Ana Duarte", NameKind.PERSON)]),
        ("Then Union of Dockers left.", [("Union of Dockers", NameKind.ORGANIZATION)]),
        ("Here the mayor left.", []),
        ("", []),
    ],
)  # fmt: skip
def test_names(text: str, found: list[tuple[str, NameKind]]) -> None:
    assert names(text) == found


def references(
    text: str, links: list[tuple[str, str]]
) -> list[tuple[str, ReferenceForm, list[tuple[str, float]]]]:
    document = document_of(text)
    found = read_references(table_of(document, mention=TAGS, links=links), document)
    return [
        (document.read(r.span), r.form, [(document.read(a.span), a.score) for a in r.antecedents])
        for r in found
    ]


def test_references_have_their_antecedents_the_likeliest_first() -> None:
    text = "Ana Duarte met Tom here. Then the mayor left. Later she came."
    found = references(text, [("mayor", "Duarte"), ("she", "Duarte")])
    assert [(words, form) for words, form, _ in found] == [
        ("the mayor", ReferenceForm.NOMINAL),
        ("she", ReferenceForm.PRONOUN),
    ]
    (_, _, of_mayor), (_, _, of_she) = found
    assert [words for words, _ in of_mayor] == ["Ana Duarte", "Tom"]
    assert [words for words, _ in of_she] == ["Ana Duarte", "the mayor", "Tom"]  # nearer first
    assert of_mayor[0][1] > of_mayor[1][1] + SURE / 2
    assert of_she[0][1] < of_mayor[0][1]  # the same link from farther away


def test_what_comes_later_is_no_antecedent() -> None:
    assert references("Here she left. Then Ana Duarte came.", [("she", "Duarte")]) == [
        ("she", ReferenceForm.PRONOUN, [])
    ]


def test_a_country_is_no_pronoun_and_a_lone_article_no_phrase() -> None:
    assert references("Then the US left. Here IT firms came.", []) == []


def test_at_most_six_antecedents_are_kept() -> None:
    ((_, _, antecedents),) = references("Then Tom left. " * 9 + "Then she left.", [])
    assert len(antecedents) == 6


def test_linear_in_the_names() -> None:
    def given(size: int) -> tuple[TokenTable, Document]:
        document = document_of("Then Tom met Ana and the mayor, and she left.\n" * size)
        return table_of(document, mention=TAGS), document

    def run(given: tuple[TokenTable, Document]) -> None:
        read_names(*given)
        read_references(*given)

    assert too_steep(given, run, 3_200) is None
    assert len(read_names(*given(400))) == 2 * 400
