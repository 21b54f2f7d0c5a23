"""Language, offset units and HTML."""

from __future__ import annotations

import tempfile

import pytest
import trafilatura
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml.html import HtmlElement

from service.text import language
from service.text.document import Span
from service.text.html import NoArticleText, extract
from service.text.language import identify
from service.text.units import OffsetMap, OffsetUnit

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


def test_an_article_page() -> None:
    body = "".join(f"<p>Paragraph {i} says that the harbour road is closed.</p>" for i in range(6))
    page = (
        "<html><head><title>Road closed</title></head><body><nav>Home News</nav>"
        f"<article><h1>Road closed</h1>{body}</article><footer>Imprint</footer></body></html>"
    )
    found = extract(page)
    assert found.title == "Road closed"
    assert "Paragraph 5 says" in found.text
    assert "Imprint" not in found.text


def test_a_fragment_keeps_its_text() -> None:
    assert extract("<p>It rained &amp; poured</p>").text == "It rained & poured"


@pytest.mark.parametrize(
    "page", ["<script>alert('x')</script>", "<style>p{}</style>", "<p></p>", "<!-- x -->", "   "]
)
def test_nothing_to_read(page: str) -> None:
    with pytest.raises(NoArticleText):
        extract(page)


def test_hostile_pages_are_survived() -> None:
    assert "deep" in extract("<div>" * 10_000 + "deep word" + "</div>" * 10_000).text
    assert "wide" in extract(f"<p title='{'x' * 500_000}'>wide word</p>").text
    assert "torn" in extract("<p>torn <b>word<<p></i>&#xD800;&#0;").text


def test_the_extractor_is_not_given_what_would_take_it_seconds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sizes: list[int] = []

    def seen(tree: HtmlElement, **_: object) -> str:
        sizes.append(sum(1 for _ in tree.iter()))
        return "an article"

    monkeypatch.setattr(trafilatura, "extract", seen)
    assert extract("<p>few words" + "<br>" * 20_000).text == "an article"
    assert extract("<p>many words" + "<br>" * 100_000).text == "many words"
    assert len(sizes) == 1


def test_the_language_model_needs_no_temporary_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", "/no/such/folder")
    language._identifier.cache_clear()
    found = identify(FOREIGN["de"])
    assert (found.code, found.supported) == ("de", False)
