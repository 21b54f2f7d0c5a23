"""Columns and mentions of tokens from names and phrases."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.training.reader.labels import references
from models.training.reader.labels.names import NameMap
from models.training.reader.labels.phrases import NO_REFERENT, Phrase
from models.training.reader.labels.references import IGNORED, UNKNOWN, Form, Mention
from models.training.reader.tokens import TextTokens, tokens_of
from service.inference.reader.mentions import LABELS
from service.text.reading import NameKind
from tests.training.reader import samples

TEXT = "Council mayor of the good harbour was bad and closes the road of it"
WORDS = TEXT.split()


@pytest.fixture
def tokens(tmp_path: Path) -> TextTokens:
    found = tokens_of(TEXT, samples.tokenizer(tmp_path))
    assert len(found.ids) == len(WORDS)
    return found


@pytest.fixture
def named() -> NameMap:
    found = NameMap(len(TEXT))
    found.put(0, 7, NameKind.ORGANIZATION)
    return found


def phrase(words: str, head: str, referent: int) -> Phrase:
    at = TEXT.index(head)
    return Phrase(TEXT.index(words), at, at + len(head), referent, "person")


PHRASES = [
    phrase("Council mayor", "mayor", 4),
    phrase("Council", "Council", 5),
    phrase("the good harbour", "harbour", NO_REFERENT),
    phrase("it", "it", 5),
]


def told(columns: list[int]) -> list[tuple[str, str]]:
    return [(word, LABELS[c]) for word, c in zip(WORDS, columns, strict=True) if c]


def test_of_a_parsers_text_only_the_names_are_known(tokens: TextTokens, named: NameMap) -> None:
    columns, mentions = references.names_only(tokens, named)
    assert mentions is None
    assert columns == [LABELS.index("B-organization"), *[UNKNOWN] * (len(WORDS) - 1)]


def test_a_nominal_is_the_phrase_up_to_its_head_without_names(
    tokens: TextTokens, named: NameMap
) -> None:
    columns, mentions = references.label(tokens, TEXT, named, PHRASES, complete=True)
    assert told(columns) == [
        ("Council", "B-organization"), ("mayor", "B-nominal"), ("the", "B-nominal"),
        ("good", "I-nominal"), ("harbour", "I-nominal"),
    ]  # fmt: skip
    assert mentions == [
        Mention(0, 5, Form.NAME),
        Mention(1, 4, Form.NOMINAL),
        Mention(5, NO_REFERENT, Form.NOMINAL),
        Mention(13, 5, Form.PRONOUN),
    ]


def test_where_labels_are_not_complete_other_phrases_are_ignored(
    tokens: TextTokens, named: NameMap
) -> None:
    columns, _ = references.label(tokens, TEXT, named, PHRASES, complete=False)
    assert columns[1] == LABELS.index("B-nominal")
    assert columns[3:6] == [IGNORED] * 3
    assert set(columns[6:]) == {0}


def test_of_two_phrases_with_one_head_the_one_with_a_referent_counts(
    tokens: TextTokens, named: NameMap
) -> None:
    twice = [phrase("Council mayor", "mayor", NO_REFERENT), phrase("mayor", "mayor", 7)]
    _, mentions = references.label(tokens, TEXT, named, twice, complete=True)
    assert mentions == [Mention(1, 7, Form.NOMINAL)]
