"""The language of whole texts: found, hinted at, and without a temporary file."""

from __future__ import annotations

import tempfile

import pytest

from service.text.language import identification
from service.text.language.identification import identify

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


def test_the_language_model_needs_no_temporary_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", "/no/such/folder")
    identification._identifier.cache_clear()
    found = identify(FOREIGN["de"])
    assert (found.code, found.supported) == ("de", False)
