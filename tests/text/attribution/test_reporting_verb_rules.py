"""Each rule for what is no reporting verb: one sentence with none and one with it."""

from __future__ import annotations

import pytest

from service.text.attribution.reporting_verbs import find_reporting_verbs
from service.text.span import Span


def verbs(text: str) -> list[str]:
    return [verb.word for verb in find_reporting_verbs(text, Span(0, len(text)))]


@pytest.mark.parametrize(
    ("without", "with_it", "word"),
    [
        ("a plan described by Reyes", "Reyes described a plan", "described"),
        ("the boat expected to arrive", "Reyes expected that it sinks", "expected"),
        ("false claims of fraud", "Reyes claims the boat", "claims"),
        ("Reyes reported a loss", "Reyes reported that it broke", "reported"),
        ("Reyes reported a loss", "Reyes reported “a loss”", "reported"),
        ("Reyes asked a court to stop it", "Reyes asked whether it broke", "asked"),
        ("Reyes asked a court to stop it", "Reyes asked: is it broken?", "asked"),
        ("It is expected now", "Reyes expected rain", "expected"),
        ("He wants to say it", "They say it", "say"),
        ("the United States won", "Reyes states the law", "states"),
    ],
)
def test_a_word_that_may_be_no_verb(without: str, with_it: str, word: str) -> None:
    assert verbs(without) == []
    assert verbs(with_it) == [word]


def test_a_verb_of_two_words_ends_after_the_second() -> None:
    text = "Reyes called for calm, and called the mayor."
    (verb,) = find_reporting_verbs(text, Span(0, len(text)))
    assert text[verb.span.begin : verb.span.end] == "called for"
    assert verb.follows == "calm"


@pytest.mark.parametrize(
    ("text", "subject", "can"),
    [
        ("The mayor claims the boat", "The mayor", True),
        ("He made false claims that", "false", False),
        ("The plan suggested rain", "The plan", False),
        ("The plan suggested “rain”", "The plan", True),
        ("A letter posted on Monday", "A letter", False),
        ("A baker posted that", "A baker", True),
    ],
)
def test_a_described_subject(text: str, subject: str, can: bool) -> None:
    (verb,) = find_reporting_verbs(text, Span(0, len(text)))
    begin = text.index(subject)
    assert verb.can_have(text, Span(begin, begin + len(subject))) is can
