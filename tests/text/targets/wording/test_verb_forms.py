"""Forms of verbs by their endings and a table of irregular ones."""

from __future__ import annotations

import pytest

from service.text.targets.wording.verb_forms import (
    VerbForm,
    base_of_past,
    is_agent,
    may_be_noun,
    verb_forms,
)


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("obstruct", {VerbForm.BASE}),
        ("obstructs", {VerbForm.THIRD}),
        ("denies", {VerbForm.THIRD}),
        ("reaches", {VerbForm.THIRD}),
        ("overtaxes", {VerbForm.THIRD}),
        ("went", {VerbForm.PAST}),
        ("failed", {VerbForm.PAST_OR_PARTICIPLE}),
        ("held", {VerbForm.PAST_OR_PARTICIPLE}),
        ("cut", {VerbForm.BASE, VerbForm.PAST_OR_PARTICIPLE}),
        ("red", set()),
        ("op-ed", set()),
        ("glass", set()),
        ("table", set()),
    ],
)
def test_the_forms_of_a_word(word: str, forms: set[VerbForm]) -> None:
    assert verb_forms(word) == forms


def test_some_forms_are_nouns_too() -> None:
    assert may_be_noun("strikes")
    assert not may_be_noun("obstructs")


def test_the_base_of_a_past_tense() -> None:
    found = [base_of_past(w) for w in ("lied", "stopped", "denied", "zorvaned")]
    assert found == ["lie", "stop", "deny", "zorvan"]


def test_who_does_what_a_verb_says() -> None:
    assert is_agent("voter")
    assert is_agent("protester")
    assert not is_agent("zorvaner")
    assert not is_agent("vote")
