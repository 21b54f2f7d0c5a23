"""The words between a subject and its verb, pronouns, and clauses beside the main one."""

from __future__ import annotations

import pytest

from service.text.attribution.clauses import auxiliaries_begin, is_subordinate, subject_pronoun
from service.text.segmentation.builder import build_document
from service.text.span import Span


@pytest.mark.parametrize(
    ("lead", "rest"),
    [
        ("The mayor has also ", "The mayor"),
        ("The mayor reportedly ", "The mayor"),
        ("The mayor’s family ", "The mayor’s family"),
        ("The mayor ", "The mayor"),
        ("", ""),
    ],
)
def test_auxiliaries(lead: str, rest: str) -> None:
    assert lead[: auxiliaries_begin(lead)] == rest


@pytest.mark.parametrize(
    ("text", "pronoun"),
    [
        ("It broke, she said.", "she"),
        ("It broke, and he has also said so.", "he"),
        ("It broke after what she said.", None),
        ("It broke, Reyes said.", None),
    ],
)
def test_a_pronoun_with_a_clause_of_its_own(text: str, pronoun: str | None) -> None:
    (sentence,) = build_document(text, language="en").sentences
    begin = text.index("said")
    assert subject_pronoun(text, sentence, Span(begin, begin + 4)) == pronoun


@pytest.mark.parametrize(
    ("text", "subordinate"),
    [
        ("As President Reyes said, it broke.", True),
        ("It broke sooner than Reyes said.", True),
        ("People such as Reyes said it broke.", False),
        ("After Reyes said it broke, it rained.", True),
        ("It broke an hour after Reyes said so.", False),
        ("Reyes said it broke.", False),
    ],
)
def test_a_clause_beside_the_main_one(text: str, subordinate: bool) -> None:
    (sentence,) = build_document(text, language="en").sentences
    assert is_subordinate(text, sentence, text.index("Reyes")) is subordinate
