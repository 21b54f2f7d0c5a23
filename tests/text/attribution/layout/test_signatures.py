"""Signatures under letters and under quotations."""

from __future__ import annotations

import pytest

from tests.text.attribution.reading import of_text

_LETTERS = """The quay is a shame. It must be mended before somebody falls into the water.

― Jorge Falcon

I like the old quay. It is the best that this town has built for many years.

— Rita Holm, Portvale"""


def test_each_letter_is_its_writer_s() -> None:
    assert of_text(_LETTERS)[:2] == ["Jorge Falcon"] * 2
    assert of_text(_LETTERS)[3:5] == ["Rita Holm"] * 2


def test_one_signature_is_that_of_the_author() -> None:
    assert set(of_text("The quay broke on Monday. It rained all day.\n\n— Rita Holm")) == {None}


@pytest.mark.parametrize(
    "text",
    [
        "“The quay is a shame.” — Rita Holm, mayor",
        '"The quay is a shame." - Rita Holm',
        "“The quay is a shame for all of us who use it.”\n\n— Rita Holm",
    ],
)
def test_a_signature_under_a_quotation(text: str) -> None:
    assert of_text(text)[0] == "Rita Holm"
