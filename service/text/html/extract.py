"""HTML to article text; offsets then count in the extracted text.

The page is read in steps, each a module: `parse` makes a tree of it, `blocks` cuts what is visible
(`visibility`, `css`) into blocks of text (`inline`), `selection.boilerplate` drops what the
markup says is not the article, `selection.article_blocks` has trafilatura choose among the rest,
and `text` joins the text.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass

from lxml.etree import _Element

from service.text.html.blocks import read_page
from service.text.html.flat_text import visible_text
from service.text.html.linked_data import article_body
from service.text.html.parse import parse, prepared
from service.text.html.selection.article_blocks import choose
from service.text.html.selection.boilerplate import drop_boilerplate
from service.text.html.tags import unescaped
from service.text.html.text import Marked, render
from service.text.html.title import page_title

# Some of these log parts of the page in their warnings.
for _name in ("trafilatura", "htmldate", "courlan", "justext", "charset_normalizer"):
    logging.getLogger(_name).setLevel(logging.CRITICAL + 1)

_MARKUP = re.compile(r"<[a-zA-Z/!?]")
_BREAKING = re.compile(
    r"</?(?:p|div|br|td|li|dd|h[1-6]|pre|article|section|main|blockquote|body)\b", re.IGNORECASE
)
_EMPTY_LINES = re.compile(r"\n[ \t\r]*+(?:\n[ \t\r]*+)++")
_FEW = 150
_LINE_ENDS = re.compile(r"\r\n?")


class NoArticleText(ValueError):
    """The HTML holds no text."""


@dataclass(frozen=True, slots=True)
class HtmlArticle:
    """Extracted text, with empty lines between blocks, and the title of the page.

    `marked` are the spans of `text` whose kind is known from the markup: headings, captions and
    quotations.
    """

    text: str
    title: str | None
    marked: tuple[Marked, ...] = ()


def extract(html: str) -> HtmlArticle:
    """The article of a page. Raises only `NoArticleText`, whatever the input.

    No outbound request is made: links, images, style sheets and scripts are never followed.
    If no article is found, for example in a fragment, all visible text is taken.
    """
    page = prepared(html)
    if not _MARKUP.search(page):
        return _worded(HtmlArticle(_LINE_ENDS.sub("\n", unescaped(page)).strip(), None))
    if not _BREAKING.search(page):  # a text with a few tags in it, where empty lines end paragraphs
        page = _EMPTY_LINES.sub("<br><br>", page)
    tree = parse(page)
    if tree is None:
        return _worded(HtmlArticle(visible_text(page), None))
    return _worded(_article(tree))


def _article(tree: _Element) -> HtmlArticle:
    page = read_page(tree)
    drop_boilerplate(page)
    text, marked = render(choose(page))
    if len(text) < _FEW:
        carried = article_body(tree)
        if len(carried) > 3 * len(text):
            text, marked = _carried(carried), ()
    return HtmlArticle(text, page_title(tree), marked)


def _carried(text: str) -> str:
    """Text of JSON-LD, which may contain markup."""
    page = prepared(text)
    if _MARKUP.search(page):
        return visible_text(page)
    return _LINE_ENDS.sub("\n", unescaped(page)).strip()


def _worded(article: HtmlArticle) -> HtmlArticle:
    if not any(c.isalnum() for c in article.text):
        raise NoArticleText("the HTML holds no text")
    return article
