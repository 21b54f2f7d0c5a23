"""Language and offset units."""

from __future__ import annotations

import tempfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.text.language import identification
from service.text.language.identification import identify
from service.text.offsets import OffsetMap, OffsetUnit
from service.text.span import Span

ENGLISH = [
    "The president lied about the deal.",
    "Stocks fell.",
    "Norvik recalls cargo bikes after brakes fail",
    "Duarte, Reyes and Solheim met in Bergsund on Thursday.",
    "omg this is so bad lol",
    "Paris Saint-Germain beat Bayern Munich.",
]
FOREIGN = {
    "de": "Der Gemeinderat hat am Montag beschlossen, die Hafenstraße für Autos zu sperren.",
    "fr": "Le conseil municipal a voté lundi la fermeture de la route du port aux voitures.",
    "ru": "Городской совет решил закрыть портовую дорогу.",
    "zh": "市议会星期一投票决定关闭港口道路。",
}


@pytest.mark.parametrize("text", ENGLISH)
def test_english_raises_no_false_alarm(text: str) -> None:
    assert identify(text).supported


@pytest.mark.parametrize("code", FOREIGN)
def test_other_languages_are_told(code: str) -> None:
    found = identify(FOREIGN[code])
    assert (found.code, found.supported) == (code, False)


def test_a_hint_is_believed() -> None:
    assert identify("Der Hund", "en-GB").supported
    assert not identify("The dog", "de").supported


@given(st.text(max_size=600), st.sampled_from([OffsetUnit.UTF16, OffsetUnit.UTF8]))
@settings(max_examples=60, deadline=None)
def test_units_agree_with_the_encoders(text: str, unit: OffsetUnit) -> None:
    table = OffsetMap(text, unit)
    name, size = ("utf-16-le", 2) if unit is OffsetUnit.UTF16 else ("utf-8", 1)
    for i in range(0, len(text) + 1, max(1, len(text) // 20)):
        offset = len(text[:i].encode(name, "surrogatepass")) // size
        assert table.offset(i) == offset


def test_a_span_in_every_unit() -> None:
    text = "😀é x"
    assert OffsetMap(text, OffsetUnit.UNICODE).span(Span(1, 4)) == (1, 4)
    assert OffsetMap(text, OffsetUnit.UTF16).span(Span(1, 4)) == (2, 5)
    assert OffsetMap(text, OffsetUnit.UTF8).span(Span(1, 4)) == (4, 8)


def test_the_language_model_needs_no_temporary_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", "/no/such/folder")
    identification._identifier.cache_clear()
    found = identify(FOREIGN["de"])
    assert (found.code, found.supported) == ("de", False)
