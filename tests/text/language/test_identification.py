"""English is told from what is not, in short texts and in part of a text."""

from __future__ import annotations

import pytest

from service.text.language.identification import identify, identify_all, other_share
from service.text.segmentation.builder import build_document
from tests.linear.growth import too_steep
from tests.text.language.language_cases import ENGLISH, FOREIGN

_NAMED = frozenset("id ms sw tl af nl it pt es fr de ro sv fi pl cs hu tr".split())
ARTICLE = (
    "The mayor lied about the dam and the farmers lost everything. The council will vote on "
    "Monday, a spokesman said. Nobody in the town believes that the road is safe. Rain fell for "
    "weeks and the shops stayed closed."
)


@pytest.mark.parametrize(("code", "text"), FOREIGN)
def test_another_language_is_told(code: str, text: str) -> None:
    assert not identify(text).supported
    assert not build_document(text).language.supported


def test_mostly_by_its_name() -> None:
    known = [(code, text) for code, text in FOREIGN if code in _NAMED]
    assert sum(identify(text).code == code for code, text in known) >= 0.9 * len(known)


@pytest.mark.parametrize("text", ENGLISH)
def test_english_raises_no_false_alarm(text: str) -> None:
    found = build_document(text).language
    assert found.supported
    assert found.other is None


@pytest.mark.parametrize("text", ["", "...", "12 345", "😀😀", "§ 5"])
def test_without_letters_nothing_can_be_told(text: str) -> None:
    assert (identify(text).code, identify(text).supported) == ("und", True)


def test_invisible_marks_and_shapes_change_nothing() -> None:
    plain = "Harga beras naik lagi minggu ini."
    wide = "".join(chr(ord(c) + 0xFEE0) if c.isalpha() else c for c in plain)
    assert build_document(wide).language == build_document(plain).language
    assert build_document("\u00ad".join(plain)).language == build_document(plain).language


LONG = ("id", "sw", "nl", "fr", "es", "it", "de", "tl")


@pytest.mark.parametrize("code", LONG)
def test_a_text_of_two_languages_is_told_by_its_parts(code: str) -> None:
    other = " ".join(text for own, text in FOREIGN if own == code)
    half = build_document(f"{ARTICLE}\n\n{other}").language
    assert half.other is not None or not half.supported
    mostly = build_document(f"{other} {other} {other} It rained on Monday.").language
    assert (mostly.code, mostly.supported) == (code, False)
    hardly = build_document(f"{ARTICLE} {ARTICLE} {ARTICLE} {ARTICLE} {other[:60]}.").language
    assert (hardly.supported, hardly.other) == (True, None)


def test_a_quotation_in_another_script_is_not_the_text() -> None:
    found = build_document(f"{ARTICLE} “Мэр солгал,” said a farmer from Kursk.").language
    assert (found.supported, found.other) == (True, None)


def test_what_the_caller_says_is_believed() -> None:
    assert identify_all(["Der Hund bellt."] * 9, "en").supported
    assert not identify_all([ARTICLE] * 9, "de-CH").supported


def test_the_parts_of_a_long_text_are_sampled() -> None:
    french = "Le maire a menti et les agriculteurs ont tout perdu."
    code, share = other_share([french, "The mayor lied about it to us."] * 400)
    assert code == "fr"
    assert 0.5 < share < 0.75


def test_it_takes_as_long_as_the_text() -> None:
    def sentences(size: int) -> list[str]:
        return ["Le maire a menti et les agriculteurs ont tout perdu."] * size

    assert too_steep(sentences, identify_all, 4_000) is None
