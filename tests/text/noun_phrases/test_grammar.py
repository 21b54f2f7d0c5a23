"""Noun phrases: whole, and without verbs."""

from __future__ import annotations

import pytest

from service.text.noun_phrases.grammar import noun_phrases
from service.text.segmentation.builder import build_document
from service.text.tokens import all_tokens


def phrases(text: str) -> list[str]:
    """The phrases of the first sentence, each up to the end of what follows "of"."""
    document = build_document(text, language="en")
    words = next(iter(all_tokens(document).values()))
    return [
        " ".join(token.word for token in words[p.begin : p.end])
        for p in noun_phrases(document, words, frozenset())
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("In spring water metering provides relief.", ["water metering", "relief"]),
        ("They plan to strike over the new pay offer.", ["pay offer"]),
        ("The strike ended.", ["strike"]),
        ("She opposes the proposed toll on lorries.", ["proposed toll", "lorries"]),
        ("He voted for lower house prices.", ["lower house prices"]),
        ("It worsens the shortage of school meals.", ["shortage of school meals", "school meals"]),
        ("The nominee overshadows talks on trade.", ["nominee", "talks", "trade"]),
        ("We met the mayor’s ferry plan with joy.", ["ferry plan", "joy"]),
        ("Nobody likes it, cattle prices rarely fall.", ["cattle prices"]),
        ("On Monday he slowly left.", []),
    ],
    ids=lambda value: value[:16] if isinstance(value, str) else "",
)
def test_phrases_of_a_sentence(text: str, found: list[str]) -> None:
    assert phrases(text) == found


def test_a_phrase_never_begins_within_a_name() -> None:
    text = "We read the Port Harbour Trust inquiry report."
    document = build_document(text, language="en")
    words = next(iter(all_tokens(document).values()))
    (found,) = noun_phrases(document, words, frozenset())
    assert [words[at].word for at in found.starts] == ["Port", "inquiry", "report"]
    assert found.determined
