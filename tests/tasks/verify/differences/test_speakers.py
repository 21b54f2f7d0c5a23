"""Words that a statement gives to somebody else."""

from __future__ import annotations

import time

import pytest

from service.tasks.verify.differences.speakers import other_speaker, reported_speaker
from service.text.attribution.speakers import Speaker
from service.text.attribution.voices import Voice
from service.text.segmentation.builder import build_document
from service.text.span import Span

DOCUMENT = build_document("“It is late,” said Ana Duarte.")
VOICE = Voice(quoted=True, speaker=Speaker("Ana Duarte", Span(19, 29)))


@pytest.mark.parametrize(
    ("statement", "name"),
    [
        ("Tom Reyes said it is late.", "Tom Reyes"),
        ("It is late, according to Tom Reyes.", "Tom Reyes"),
        ("“It is late,” says Reyes.", "Reyes"),
        ("It is late.", None),
    ],
)
def test_whose_words_a_statement_reports(statement: str, name: str | None) -> None:
    assert reported_speaker(statement) == name


def test_another_speaker_is_a_difference() -> None:
    found = other_speaker(DOCUMENT, "Tom Reyes said it is late.", VOICE)
    assert found is not None
    assert (found.kind, found.statement) == ("speaker", "Tom Reyes")
    assert found.article is not None
    assert DOCUMENT.read(found.article) == "Ana Duarte"


@pytest.mark.parametrize("statement", ["Duarte said it is late.", "It is late."])
def test_the_same_speaker_or_none_is_no_difference(statement: str) -> None:
    assert other_speaker(DOCUMENT, statement, VOICE) is None


def test_where_nobody_is_named_nothing_differs() -> None:
    assert other_speaker(DOCUMENT, "Tom Reyes said it.", Voice(quoted=True)) is None


@pytest.mark.parametrize("word", ["A", "Aa-"])
def test_a_long_word_takes_no_time(word: str) -> None:
    began = time.process_time()
    assert reported_speaker(word * 20_000) is None
    assert time.process_time() - began < 2.0
