"""Where sentences end, by a table of texts of every kind that news, posts and reports hold."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from service.text.segmentation.builder import build_document
from service.text.sentences.splitter import split
from service.text.span import Span

_TABLE = Path(__file__).with_name("sentence_cases.txt")


def cases() -> Iterator[tuple[str, list[str]]]:
    """(text, right sentences) of every line of the table."""
    for line in _TABLE.read_text("utf-8").splitlines():
        if line and line[0] not in "#=":
            yield line.replace(" ¦ ", " ").replace("¦", ""), [s.strip() for s in line.split("¦")]


@pytest.mark.parametrize(("text", "right"), list(cases()))
def test_sentences_of_the_table(text: str, right: list[str]) -> None:
    assert [text[s.begin : s.end] for s in split(text, Span(0, len(text)))] == right


def test_a_document_of_one_block_has_the_same_sentences() -> None:
    documents = [(build_document(text, language="en"), right) for text, right in cases()]
    whole = [(document, right) for document, right in documents if len(document.blocks) == 1]
    assert len(whole) > 0.98 * len(documents)  # a few begin with a dateline
    for document, (first, *rest) in whole:
        found = [document.read(sentence.span) for sentence in document.sentences]
        assert found in ([first, *rest], [first.lstrip("•*- "), *rest])  # without its bullet
