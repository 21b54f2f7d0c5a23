"""Which words are verbs that report what somebody says."""

from __future__ import annotations

import pytest

from service.text.attribution.descriptions import described
from service.text.attribution.reporting_verbs import find_verbs
from service.text.span import Span


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The mayor said that the dam is safe.", ["said"]),
        ("The dam was praised by the mayor.", []),
        ("The mayor called for a vote.", ["called"]),
        ("The mayor asked a court to stop it.", []),
        ("The mayor asked whether the dam is safe.", ["asked"]),
        ("“Is it safe?” the mayor asked.", ["asked"]),
        ("The farmers were told to leave.", []),
    ],
)
def test_a_word_reports_only_as_a_verb_with_a_subject(text: str, found: list[str]) -> None:
    assert [verb.word for verb in find_verbs(text, Span(0, len(text)))] == found


@pytest.mark.parametrize(
    ("lead", "phrase"),
    [
        ("When it rains, the mayor", "the mayor"),
        ("On Sunday Robert Mueller’s office", "Robert Mueller’s office"),
        ("In June, military analysts", "military analysts"),
        ("In June, glass", None),
        ("In the past year", None),
        ("the dam, only", None),
    ],
)
def test_a_speaker_is_described_by_a_phrase_that_ends_before_the_verb(
    lead: str, phrase: str | None
) -> None:
    span = described(lead, 0, len(lead))
    assert (lead[span.begin : span.end] if span else None) == phrase
