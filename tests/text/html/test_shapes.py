"""Articles are found whole, in whatever shape their page is, and without what is around them."""

from __future__ import annotations

import pytest

from service.text.html.extract import extract
from tests.text.html.shapes import SHAPES, P


@pytest.mark.parametrize("name", SHAPES)
def test_an_article_is_found_whole(name: str) -> None:
    page, expected = SHAPES[name]
    text = extract(page).text
    for number, paragraph in enumerate(P):
        text = text.replace(paragraph, str(number))
    assert text.replace("\n\n", "|") == expected
