"""Quoted titles."""

from __future__ import annotations

import pytest

from service.tasks.targeted.discovery.works import split_works
from service.text.segmentation.builder import build_document
from tests.reading import read_names


def works(text: str) -> list[tuple[str, int]]:
    """The titles with the number of their mentions."""
    document = build_document(text, language="en")
    names = read_names(document)
    found, _ = split_works(document, names.quotes, names.entities)
    return [(work.name, len(work.mentions)) for work in found]


def test_a_title_is_found_wherever_it_stands() -> None:
    text = "We saw “The Salt Road” in May. People call The Salt Road dull."
    assert works(text) == [("The Salt Road", 2)]


@pytest.mark.parametrize(
    "text",
    [
        "“We go.” She left.",
        "“the salt road” is long.",
        "He said “Yes”.",
        "It is “so Good”.",
    ],
    ids=["sentence", "small", "word", "half"],
)
def test_other_quotations_are_no_titles(text: str) -> None:
    assert works(text) == []
