"""Attributions from scripted tags and links."""

from __future__ import annotations

from service.inference.reader.attributions import read_attributions
from service.inference.reader.token_table import TokenTable
from service.text.document import Document
from tests.inference.reader.tables import document_of, table_of
from tests.linear.growth import too_steep

TAGS = {
    "Reyes": "B-source",
    "Duarte": "B-source",
    "said": "B-cue",
    "told": "B-cue",
    "it": "B-content",
    "broke.": "I-content",
    "late.": "B-content",
}
Parts = list[tuple[list[str], list[str], list[str]]]


def read(text: str, links: list[tuple[str, str]] | None = None) -> Parts:
    document = document_of(text)
    found = read_attributions(table_of(document, attribution=TAGS, links=links or []))

    def texts(document: Document, which: str) -> list[list[str]]:
        return [[document.read(s) for s in getattr(a, which)] for a in found]

    parts = [texts(document, which) for which in ("source", "cue", "content")]
    return list(zip(*parts, strict=True))


def test_a_content_is_its_source_s_with_the_cue_between() -> None:
    assert read("Reyes said it broke.") == [(["Reyes"], ["said"], ["it broke."])]


def test_a_source_without_content_attributes_nothing() -> None:
    assert read("Then Reyes said so.") == []


def test_a_content_without_a_source_has_none() -> None:
    assert read("Then it broke.") == [([], [], ["it broke."])]


def test_the_nearest_source_has_it_where_no_link_tells() -> None:
    assert read("Reyes left and Duarte said it broke.") == [(["Duarte"], ["said"], ["it broke."])]


def test_a_link_is_stronger_than_nearness() -> None:
    text = "Reyes left and Duarte said it broke."
    links = [("it", "Reyes"), ("said", "Reyes")]
    assert read(text, links) == [(["Reyes"], ["said"], ["it broke."])]


def test_a_source_of_the_own_sentence_is_before_a_link_to_another() -> None:
    text = "Reyes told us so. Duarte said it broke."
    assert read(text, [("it", "Reyes"), ("said", "Reyes")]) == [
        (["Duarte"], ["said"], ["it broke."])
    ]


def test_contents_of_one_source_are_one_attribution_in_order() -> None:
    text = "Reyes said it broke. Everybody was late."
    assert read(text) == [(["Reyes"], ["said"], ["it broke.", "late."])]


def test_a_source_far_away_has_nothing() -> None:
    text = "Reyes said so. " + "It rained. " * 9 + "Then it broke."
    assert read(text) == [([], [], ["it broke."])]


def test_linear_in_the_sentences() -> None:
    def given(size: int) -> TokenTable:
        return table_of(document_of("Reyes said it broke.\n" * size), attribution=TAGS)

    assert too_steep(given, read_attributions, 4_000) is None
    assert len(read_attributions(given(500))) == 500
