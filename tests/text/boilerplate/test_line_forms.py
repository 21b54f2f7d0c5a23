"""Each feature of a sentence's form: a sentence that has it, and one that has not."""

from __future__ import annotations

import pytest

from service.text.boilerplate.line_forms import FORMS, Line, forms

CASES = [
    ("imperative", "Subscribe to our newsletter", "We subscribe to a newsletter"),
    ("infinitive first", "To read more, log in", "To read more is good"),
    ("asks", "Want more like this?", "More like this"),
    ("this first", "This story was updated", "The story was updated"),
    ("author first", "The writer is a member", "A writer is a member"),
    ("address", "Write to desk@example.org", "Write to the desk"),
    ("separator", "News | Sport", "News and sport"),
    ("open", "More from Portvale", "More from Portvale."),
    ("question", "What do you think?", "What do you think"),
    ("quotes", "Read “The Quay” here", "Read the quay here"),
    ("pointed", "Read our weekly newsletter", "Read a weekly newsletter"),
    ("past form", "It rained", "It rains"),
    ("forename first", "Anna Duarte covers the port", "Portvale covers the port"),
    ("capitals", "Sign Up for Our Daily Briefing", "Sign up for our daily briefing"),
]


def _forms(text: str) -> list[str]:
    low = text.lower()
    return list(forms(Line(text, low, low.split())))


@pytest.mark.parametrize(("name", "text", "other"), CASES)
def test_a_form(name: str, text: str, other: str) -> None:
    assert name in _forms(text)
    assert name not in _forms(other)


def test_every_form_has_a_case() -> None:
    assert [name for name, *_ in CASES] == [name for name, _ in FORMS]


@pytest.mark.parametrize(
    ("words", "name"),
    [(3, "1-3 words"), (4, "4-7 words"), (14, "8-14 words"), (24, "15-24 words"), (25, "long")],
)
def test_the_length_is_the_last_form(words: int, name: str) -> None:
    assert _forms("so " * words)[-1] == name
