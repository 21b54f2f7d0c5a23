"""The table of all tokens: places in the document, parts of words."""

from __future__ import annotations

import numpy as np

from service.inference.reader.token_table import token_table
from service.text.span import Span
from tests.inference.reader.tables import document_of


def test_tokens_have_places_in_the_document() -> None:
    document = document_of("Nobody came. Reyes’s boat sank.")
    spans = [
        np.array([(0, 6), (7, 11), (11, 12)], dtype=np.int32),
        np.array([(0, 3), (3, 5), (5, 6), (6, 7), (8, 12), (13, 17), (17, 18)], dtype=np.int32),
    ]
    values = [np.ones((3, 3), dtype=np.float32), np.zeros((7, 3), dtype=np.float32)]
    heads = {"one": slice(0, 1), "two": slice(1, 3)}
    table = token_table(document.text, document.sentences, spans, values, heads)
    assert len(table) == 10
    words = [document.text[b:e] for b, e in zip(table.begin, table.end, strict=True)]
    assert words == ["Nobody", "came", ".", "Rey", "es", "’", "s", "boat", "sank", "."]
    assert table.sentence.tolist() == [0] * 3 + [1] * 7
    assert table.opens_word.tolist() == [True] * 4 + [False] + [True] * 5
    assert document.read(table.span(3, 4)) == "Reyes"
    assert table.span(0, 0) == Span(0, 6)
    assert [table.heads["one"].shape, table.heads["two"].shape] == [(10, 1), (10, 2)]


def test_no_sentences_have_no_tokens() -> None:
    assert len(token_table("", [], [], [], {"one": slice(0, 1)})) == 0
