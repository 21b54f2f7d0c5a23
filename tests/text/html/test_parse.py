"""A page that the parser or the extractor gives up fails no request."""

from __future__ import annotations

import pytest
from lxml import etree

from service.text.html import parse
from service.text.html.extract import extract
from service.text.html.selection import trafilatura_choice

BODY = "".join(f"<p>Farmer {n} says that the valley is angry.</p>" for n in range(5))
PAGE = f"<html><body><article><h1>Valley plan</h1>{BODY}</article></body></html>"


@pytest.mark.parametrize(
    "error", [etree.LxmlError("too deep"), ValueError("a name"), AssertionError()]
)
def test_what_the_parser_gives_up_has_no_tree(
    error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise error

    assert parse.parse(PAGE) is not None
    monkeypatch.setattr("service.text.html.parse.etree.fromstring", fail)
    assert parse.parse(PAGE) is None


def test_where_the_extractor_fails_the_blocks_of_the_page_remain(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_: object, **__: object) -> str:
        raise RuntimeError("no article")

    monkeypatch.setattr("service.text.html.selection.trafilatura_choice.trafilatura.extract", fail)
    assert trafilatura_choice.chosen_by_trafilatura([]) == []
    found = extract(PAGE)
    assert "Farmer 4 says that the valley is angry." in found.text
