"""Held-out texts are known again, whole or cut; lines that many texts share are no leaks."""

from __future__ import annotations

import pytest

from models.training.reader.data import leaks

HELD = " ".join(f"Sentence {n} of the article tells what happened on day {n}." for n in range(20))
OTHER = " ".join(f"Another report, number {n}, has words of its own here." for n in range(20))
NOTICE = "All rights reserved; please write to the editors if you find a mistake in this text. "


@pytest.mark.parametrize(
    "text",
    [HELD, HELD.upper().replace(".", "!"), HELD[:900], f"{OTHER[:200]} {HELD}"],
    ids=["whole", "other-punctuation", "cut", "longer"],
)
def test_a_held_out_text_is_found(text: str) -> None:
    assert leaks.HeldOut([HELD]).contains(text)


@pytest.mark.parametrize("text", [OTHER, NOTICE + OTHER, ""], ids=["other", "notice", "empty"])
def test_another_text_is_kept(text: str) -> None:
    assert not leaks.HeldOut([NOTICE + HELD]).contains(text)


def test_a_short_text_is_a_leak_as_a_whole_only() -> None:
    held = leaks.HeldOut(["The mayor resigns."])
    assert held.contains("The mayor resigns")
    assert not held.contains("The mayor resigns today")


def test_the_digest_is_of_letters_and_digits() -> None:
    assert leaks.digest("A b_1!") == leaks.digest("ab1")
    assert leaks.digest("ab1") != leaks.digest("ab2")
