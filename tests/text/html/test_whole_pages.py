"""Whole pages as sites make them: the article of each, and nothing of what is around it."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from service.text.html.extract import extract
from service.text.html.selection import article_blocks

HERE = Path(__file__).parent
EXPECTED: dict[str, dict[str, Any]] = tomllib.loads((HERE / "pages.toml").read_text())


@pytest.mark.parametrize("name", EXPECTED)
@pytest.mark.parametrize("short", [1000, 0], ids=["as it is", "as if it were long"])
def test_the_article_of_a_page(name: str, short: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A short page is taken whole, of a long one trafilatura chooses: both give the same here."""
    monkeypatch.setattr(article_blocks, "_SHORT", short)
    found = extract((HERE / "pages" / f"{name}.html").read_text())
    expected = EXPECTED[name]
    assert [part for part in expected["has"] if part not in found.text] == []
    assert [part for part in expected["lacks"] if part in found.text] == []
    if "title" in expected:
        assert found.title == expected["title"]


def test_no_page_is_left_untested() -> None:
    assert {path.stem for path in (HERE / "pages").glob("*.html")} == set(EXPECTED)
