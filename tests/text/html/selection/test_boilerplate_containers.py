"""Which elements are boilerplate: one of each kind, and one that only looks like it."""

from __future__ import annotations

import pytest
from lxml import etree

from service.text.html.blocks import read_page
from service.text.html.selection.boilerplate_containers import is_boilerplate

P = "<p>The council closed the harbour road on Monday.</p>"
LINKS = "<li><a href='/a'>Bridge opens</a></li><li><a href='/b'>Ferry fares</a></li>"


def found(markup: str) -> bool:
    """Whether the element with the attribute `x` is boilerplate."""
    page = read_page(etree.HTML(f"<html><body>{markup}</body></html>"))
    (container,) = [c for c in page.containers if "x" in c.element.attrib]
    return is_boilerplate(container, page)


@pytest.mark.parametrize(
    ("markup", "other"),
    [
        (f"<nav x>{P}</nav>", f"<main x class='nav'>{P}</main>"),
        (f"<form x>{P}<input></form>", f"<form x>{P}</form>"),
        (f"<div x>{P}<input></div>", f"<div x>{5 * P}<input></div>"),
        (f"<footer x>{P}</footer>", f"<article><footer x>{P}</footer>{P}</article>"),
        (f"<footer x>{P}</footer>", f"<blockquote><footer x>{P}</footer></blockquote>"),
        (f"<aside x>{P}</aside>", f"<article><aside x>{P}</aside></article>"),
        (f"<article><aside x class='related'>{P}</aside></article>", f"{P}<aside x>{P}</aside>{P}"),
        ("<header x><p>Portvale Gazette</p></header>", "<header x><h1>Road closed</h1></header>"),
        ("<table x><td>12<td>Kiel</table>", f"<table x><td>{P}<td>{P}</table>"),
        (f"<ul x>{LINKS}</ul>", f"<ul x>{LINKS}<li>{P}</li></ul>"),
        (f"<div x class='relatedPosts'>{P}</div>", f"<div x class='post'>{P}</div>"),
        (f"<div x class='related'>{P}</div>",
         f"<div x class='related'><blockquote>{P}</blockquote></div>"),
        (f"<div x role='complementary'>{P}</div>", f"<div x role='article'>{P}</div>"),
        (f"<div x class='author-bio'>{P}</div>", f"<div x class='author bio'>{P}</div>"),
        (f"<div x class='notice'>{P}</div>", f"<div x class='notice entry'>{P}</div>"),
        (f"<div x class='notice'>{P}</div>", f"<div x class='notice'>{5 * P}</div>"),
    ],
)  # fmt: skip
def test_an_element(markup: str, other: str) -> None:
    assert found(markup)
    assert not found(other)
