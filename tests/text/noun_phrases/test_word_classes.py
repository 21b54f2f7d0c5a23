"""Word classes by table and by ending."""

from __future__ import annotations

import pytest

from service.text.noun_phrases.word_classes import WordClass, commonness, word_class


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("vouchers", WordClass.NOUN),
        ("strike", WordClass.NOUN_OR_VERB),
        ("provides", WordClass.VERB),
        ("slowly", WordClass.ADVERB),
        ("the", WordClass.DETERMINER),
        ("of", WordClass.OF),
        ("flumed", WordClass.PARTICIPLE),
        ("fluming", WordClass.GERUND),
        ("isn’t", WordClass.VERB),
        ("zorvish", WordClass.ADJECTIVE),
        ("zorvan", WordClass.NOUN),
        ("12", WordClass.OTHER),
    ],
    ids=str,
)
def test_class_of_a_word(word: str, found: WordClass) -> None:
    assert word_class(word) is found


def test_common_nouns_are_known() -> None:
    assert commonness("people") > commonness("election") > commonness("zorvan") == 0.0
