"""A page as posted to an element tree that is safe to walk.

Declarations about bytes (a byte order mark, an XML prologue) and the delimiters of CDATA sections
are removed first. The text in a CDATA section is part of the page.
"""

from __future__ import annotations

import re

from lxml import etree

from service.text.html.tags import without_oversized_tags

# No article has so many, and reading them takes some 20 µs for each.
MOST_ELEMENTS = 50_000
# The parser silently drops elements that are deeper than 255.
DEEPEST = 200
_count = etree.XPath("count(//*)")
_deep = etree.XPath(f"boolean({'/*' * (DEEPEST + 1)})")
_XML_BAD = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_XML_PROLOGUE = re.compile(r"[\s\ufeff]*+<\?xml[^>]*+>")


def prepared(html: str) -> str:
    """Any string as a page without the characters and tags that parsers reject."""
    page = _XML_BAD.sub(" ", html).lstrip("\ufeff")
    if prologue := _XML_PROLOGUE.match(page):
        page = page[prologue.end() :]
    if "<![CDATA[" in page:
        page = page.replace("<![CDATA[", "").replace("]]>", "")
    return without_oversized_tags(page)


def parse(page: str) -> etree._Element | None:
    """The tree of a prepared page.

    None for a page that the parser rejects, that has more than `MOST_ELEMENTS`, or an element
    deeper than `DEEPEST`.
    """
    parser = etree.HTMLParser(huge_tree=False, recover=True, remove_comments=True, remove_pis=True)
    try:
        tree = etree.fromstring(page, parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return None
    if tree is None or _count(tree) > MOST_ELEMENTS or _deep(tree):
        return None
    return tree
