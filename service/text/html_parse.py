"""A page as posted to an element tree that is safe to walk.

Declarations that only matter to bytes (a byte order mark, an XML prologue) and the marks of
CDATA sections are taken away first: the text that they enclose is part of the page.
"""

from __future__ import annotations

import re

from lxml import etree
from lxml import html as lxml_html

from service.text.markup import without_crowded_tags

# No article has so many, and reading them takes some 20 µs for each.
MOST_ELEMENTS = 50_000
# The parser drops without a word what lies deeper than 255.
DEEPEST = 200
_XML_BAD = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_XML_PROLOGUE = re.compile(r"[\s\ufeff]*+<\?xml[^>]*+>")


def prepared(html: str) -> str:
    """The page without what parsers stumble over, whatever string it is."""
    page = _XML_BAD.sub(" ", html).lstrip("\ufeff")
    if prologue := _XML_PROLOGUE.match(page):
        page = page[prologue.end() :]
    if "<![CDATA[" in page:
        page = page.replace("<![CDATA[", "").replace("]]>", "")
    return without_crowded_tags(page)


def parse(page: str) -> lxml_html.HtmlElement | None:
    """The tree of a prepared page.

    None for one that the parser gives up, that has more than `MOST_ELEMENTS`, or an element
    deeper than `DEEPEST`.
    """
    parser = lxml_html.HTMLParser(
        huge_tree=False, recover=True, remove_comments=True, remove_pis=True
    )
    try:
        tree = lxml_html.document_fromstring(page, parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return None
    return None if _too_much(tree) else tree


def _too_much(tree: lxml_html.HtmlElement) -> bool:
    depth = count = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):  # no recursion
        depth += 1 if event == "start" else -1
        count += event == "start"
        if depth > DEEPEST or count > MOST_ELEMENTS:
            return True
    return False
