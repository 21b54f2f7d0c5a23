"""What is taken over from spaCy, shown on a document that looks like one of its."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from models.training.reader.data import silver
from models.training.reader.data.analyses import Complement, Entity, Word


@dataclass(eq=False)
class Token:
    idx: int
    text: str
    i: int
    pos_: str
    dep_: str
    children: list[Token] = field(default_factory=list)
    head: Any = None
    left_edge: Any = None

    def __len__(self) -> int:
        return len(self.text)


@dataclass
class Named:
    start_char: int
    end_char: int
    label_: str


class Doc(list[Token]):
    ents: Sequence[Named] = ()


class Pipeline:
    def pipe(self, texts: Sequence[str], batch_size: int) -> Iterator[Doc]:
        assert batch_size > 0
        for _ in texts:
            yield parsed()


def parsed() -> Doc:
    """Ana, a nurse, is the head."""
    words = [
        (0, "Ana", "PROPN", "nsubj", 5), (3, ",", "PUNCT", "punct", 0), (5, "a", "DET", "det", 3),
        (7, "nurse", "NOUN", "appos", 0), (12, ",", "PUNCT", "punct", 0),
        (14, "is", "AUX", "ROOT", 5), (17, "the", "DET", "det", 7),
        (21, "head", "NOUN", "attr", 5), (25, "late", "ADJ", "attr", 5),
    ]  # fmt: skip
    doc = Doc(Token(at, word, i, pos, dep) for i, (at, word, pos, dep, _) in enumerate(words))
    for token, (*_, head) in zip(doc, words, strict=True):
        token.head, token.left_edge = doc[head], token
        if head != token.i:
            doc[head].children.append(token)
    doc[3].left_edge, doc[7].left_edge = doc[2], doc[6]
    doc.ents = [Named(0, 3, "PERSON")]
    return doc


def test_words_entities_and_complements_are_taken_over() -> None:
    (found,) = silver.analyse(Pipeline(), ["Ana, a nurse, is the head"])
    assert found.words[7] == Word(21, 25, 5, "NOUN")
    assert found.entities == (Entity(0, 3, "PERSON"),)
    # The apposition and the predicate noun, and not the adjective.
    assert found.complements == (Complement(0, 5, 7, 12), Complement(0, 17, 21, 25))


def test_without_the_package_the_error_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(silver, "PACKAGES", ("no_such_package_a", "no_such_package_b"))
    with pytest.raises(ModuleNotFoundError, match="no_such_package_b"):
        silver.load()
