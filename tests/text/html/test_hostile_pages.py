"""Pages made to cost more than their size cost no more than their size."""

from __future__ import annotations

import contextlib

import pytest
import trafilatura
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from service.text.html import tags
from service.text.html.extract import NoArticleText, extract
from service.text.html.selection.article_blocks import MOST_BLOCKS
from service.text.html.tags import Tag, tokens
from tests.linear.growth import too_steep
from tests.text.html.hostile import HOSTILE

_FRAGMENTS = [
    *("<p", "<script", "<style>", "<!--", "-->", "</script>", "</p", "<a ", "<!", "<?", "</", "<"),
    *(
        ">",
        "/",
        "=",
        "= ",
        "'",
        '"',
        " a=1",
        " b='x",
        ' c="',
        "x",
        " ",
        "\n",
        "<scripts>",
        "</sTyle",
    ),
]


def read(page: str) -> None:
    """An extraction, whether or not there is text in the page."""
    with contextlib.suppress(NoArticleText):
        extract(page)


@pytest.mark.parametrize("name", HOSTILE)
def test_time_grows_with_the_page(name: str) -> None:
    assert not too_steep(HOSTILE[name], read, 120_000)


def test_hostile_pages_are_survived() -> None:
    assert "deep" in extract("<div>" * 10_000 + "deep word" + "</div>" * 10_000).text
    assert "wide" in extract(f"<p title='{'x' * 500_000}'>wide word</p>").text
    assert "torn" in extract("<p>torn <b>word<<p></i>&#xD800;&#0;").text


@pytest.mark.parametrize("depth", [150, 199, 255, 256, 300, 5000])
def test_what_lies_deep_is_not_lost(depth: int) -> None:
    """The parser drops without a word what lies deeper than 255 elements, and all after it."""
    page = f"<p>before</p>{'<div>' * depth}within{'</div>' * depth}<p>after</p>"
    assert extract(page).text.split() == ["before", "within", "after"]


@pytest.mark.parametrize("around", ["<div>" * 300, "<br>" * 60_000])
def test_hidden_text_is_not_read_from_pages_without_a_tree_either(around: str) -> None:
    hidden = "<p hidden>SECRET<p style='color:red; display: none'>SECRET</p><nav>SECRET</nav>"
    nested = "<div hidden>SECRET<div>SECRET</div>SECRET</div><script>SECRET</script>"
    assert extract(f"{around}<p>seen{hidden}<div>also{nested}seen").text == "seen\nalso\nseen"


@pytest.mark.parametrize("name", HOSTILE)
def test_the_extractor_is_not_given_what_would_take_it_seconds(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def seen(tree: etree._Element, **_: object) -> str:
        assert len(list(tree.iter())) <= 4 * MOST_BLOCKS
        assert max(len(list(element.iterancestors())) for element in tree.iter()) < 100
        return ""

    monkeypatch.setattr(trafilatura, "extract", seen)
    read(HOSTILE[name](120_000))


@given(st.lists(st.sampled_from(_FRAGMENTS), max_size=40).map("".join))
@settings(max_examples=300, deadline=None)
def test_no_long_tag_escapes_the_quick_look_at_tags(page: str) -> None:
    """Tags found in one go are those found one by one."""
    quick = [m.span(1) if m[1] else m.span(3) for m in tags._TAGS.finditer(page) if m[1] or m[3]]
    assert quick == [(p.begin, p.end) for p in tokens(page) if isinstance(p, Tag)]


@given(st.lists(st.sampled_from([*_FRAGMENTS, "<q>", "</q>", "<div hidden>"]), max_size=30))
@settings(max_examples=200, deadline=None)
def test_any_page_gives_text_or_none(parts: list[str]) -> None:
    try:
        found = extract("".join(parts) + "<p>word")
    except NoArticleText:
        return
    assert found.text == found.text.strip()
    for span, _ in found.marked:
        assert found.text[span.begin : span.end].strip()
