"""HTML to article text, by trafilatura; offsets then count in the extracted text."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass

import trafilatura
from lxml import etree
from lxml import html as lxml_html

from service.text.markup import Tag, pieces, without_crowded_tags

# Some of these quote the page when they complain of it.
for _name in ("trafilatura", "htmldate", "courlan", "justext", "charset_normalizer"):
    logging.getLogger(_name).setLevel(logging.CRITICAL + 1)

_INVISIBLE = ("script", "style", "noscript", "template", "head", "svg", "iframe", "form", "nav")
_BLOCKS = {"p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "br", "tr", "pre"}
_XML_BAD = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_DEEPEST = 200
# No article has so many, and the extractor takes some 30 µs for each.
_MOST = 50_000


class NoArticleText(ValueError):
    """The HTML holds no text."""


@dataclass(frozen=True, slots=True)
class HtmlArticle:
    """Extracted text, paragraphs on lines of their own, and the page's title."""

    text: str
    title: str | None


def extract(html: str) -> HtmlArticle:
    """The article of a page. Raises `NoArticleText`; nothing else, whatever the input.

    No outbound request is made: links, images and scripts are never followed. When the
    extractor finds no article (a fragment, say), all visible text is taken.
    """
    page = without_crowded_tags(_XML_BAD.sub(" ", html))
    tree = _parse(page)
    title = _title(tree) if tree is not None else None
    text = (_article(tree) if tree is not None else "") or _visible(page)
    if not any(c.isalnum() for c in text):
        raise NoArticleText("the HTML holds no text")
    return HtmlArticle(text, title)


def _parse(page: str) -> lxml_html.HtmlElement | None:
    """A tree of bounded depth: a page nested deeper is flattened to its visible text."""
    parser = lxml_html.HTMLParser(huge_tree=False, recover=True, remove_comments=True)
    try:
        return lxml_html.document_fromstring(page, parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return None


def _article(tree: lxml_html.HtmlElement) -> str:
    if _too_much(tree):
        return ""
    try:
        found = trafilatura.extract(
            tree,
            output_format="txt",
            include_comments=False,
            include_tables=False,
            include_images=False,
            include_links=False,
            favor_recall=True,
            with_metadata=False,
        )
    except Exception:  # an extractor's failure must not fail the request: text remains
        return ""
    return found or ""


def _too_much(tree: lxml_html.HtmlElement) -> bool:
    """Whether there are more elements than `_MOST`, or one lies deeper than `_DEEPEST`."""
    depth = count = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):  # no recursion
        depth += 1 if event == "start" else -1
        count += event == "start"
        if depth > _DEEPEST or count > _MOST:
            return True
    return False


def _title(tree: lxml_html.HtmlElement) -> str | None:
    found = tree.findtext(".//title")
    folded = " ".join(found.split()) if found else ""
    return folded or None


def _visible(page: str) -> str:
    """All text that a reader would see, block elements on lines of their own.

    No tree, so nesting of any depth is no matter.
    """
    parts: list[str] = []
    hidden = 0
    for piece in pieces(page):
        if isinstance(piece, Tag):
            if piece.name in _INVISIBLE:
                hidden = max(0, hidden - 1) if piece.closing else hidden + 1
            if piece.name in _BLOCKS:
                parts.append("\n")
        elif not hidden:
            parts.append(piece)
    lines = (" ".join(line.split()) for line in _XML_BAD.sub(" ", "".join(parts)).split("\n"))
    return "\n".join(line for line in lines if line)
