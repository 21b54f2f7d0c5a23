"""Scripted token tables: words with tags, and links between words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from service.inference.reader import attributions, mentions
from service.inference.reader.token_table import TokenTable
from service.text.document import Document
from service.text.segmentation.builder import build_document

SURE = 8.0


def table_of(
    document: Document,
    attribution: Mapping[str, str] | None = None,
    mention: Mapping[str, str] | None = None,
    links: Sequence[tuple[str, str]] = (),
) -> TokenTable:
    """The table of a document whose words are set apart by blanks.

    `attribution` and `mention` give words their tags, and each link goes from a word to the one
    that it means; all other outputs are 0 or "O". A word that stands twice is meant both times.
    """
    words, begin, sentence = [], [], []
    for own in document.sentences:
        at = own.span.begin
        for word in document.read(own.span).split():
            at = document.text.index(word, at)
            words.append(word)
            begin.append(at)
            sentence.append(own.index)
            at += len(word)
    size = 2 * max(1, len(links))
    vectors = {
        name: np.zeros((len(words), size), dtype=np.float32)
        for name in ("source_query", "source_key", "antecedent_query", "antecedent_key")
    }
    for number, (of, to) in enumerate(links):
        for row, word in enumerate(words):
            for kind in ("source", "antecedent"):
                vectors[f"{kind}_query"][row, number] = SURE * (word == of)
                vectors[f"{kind}_key"][row, number] = float(word == to)
    return TokenTable(
        begin=np.array(begin, dtype=np.int32),
        end=np.array([b + len(w) for b, w in zip(begin, words, strict=True)], dtype=np.int32),
        sentence=np.array(sentence, dtype=np.int32),
        opens_word=np.ones(len(words), dtype=bool),
        heads={
            "attribution": tagged(words, attribution or {}, attributions.LABELS),
            "mention": tagged(words, mention or {}, mentions.LABELS),
            **vectors,
        },
    )


def tagged(words: Sequence[str], tags: Mapping[str, str], labels: Sequence[str]) -> np.ndarray:
    """The outputs of a head that is sure of the tag of each word, "O" for those without one."""
    values = np.zeros((len(words), len(labels)), dtype=np.float32)
    for row, word in enumerate(words):
        values[row, labels.index(tags.get(word, "O"))] = SURE
    return values


def document_of(text: str) -> Document:
    """A document of English text."""
    return build_document(text, language="en")
