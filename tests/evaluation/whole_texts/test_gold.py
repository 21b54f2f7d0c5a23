"""Rows of labelled texts."""

from __future__ import annotations

from typing import Any

import pytest

from service.evaluation.whole_texts.gold import labelled
from service.tasks.target import TargetKind
from tests.evaluation.whole_texts.samples import row


def test_a_row_has_its_sentences_tones_and_targets() -> None:
    text = labelled(row())
    assert text.genre == "wikinews"
    assert [text.text[s.begin : s.end][:3] for s in text.sentences] == ["The", "“Th"]
    assert text.tones == ("neutral", "negative")
    (target,) = text.targets
    assert (target.kind, target.voices, target.passages) == (
        TargetKind.TOPIC,
        "against",
        {0: "neutral", 1: "against"},
    )


def test_annotators_may_differ() -> None:
    text = labelled(row(sentiment=None, sentence_sentiment=[None, "negative"]))
    assert text.sentiment is None
    assert text.tones == (None, "negative")


@pytest.mark.parametrize(
    "change",
    [
        {"sentiment": "glad"},
        {"sentence_sentiment": ["mixed", "neutral"]},
        {"sentences": [0, 1]},
        {"targets": [{"text": "the plan"}]},
    ],
)
def test_a_row_of_another_form_is_an_error(change: dict[str, Any]) -> None:
    with pytest.raises((LookupError, TypeError, ValueError)):
        labelled(row(**change))
