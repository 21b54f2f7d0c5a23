"""Which blocks trafilatura takes for the article, on a plain page made from the blocks."""

from __future__ import annotations

import re
from collections.abc import Sequence

import trafilatura
from lxml import etree
from lxml import html as lxml_html

from service.text.html.page import HtmlBlock, HtmlContainer

# Marks a block by its number: characters that no news page holds, each one word to trafilatura.
_FIRST_MARK = 0x20000
_MARK = re.compile("[\U00020000-\U0002ffff]")
_DEEPEST = 40
_LONGEST = 4000  # code points of a block that trafilatura gets
_CONTAINERS = {
    "article": "article",
    "main": "main",
    "section": "section",
    "blockquote": "blockquote",
    "ul": "ul",
    "ol": "ol",
    "li": "li",
}
_SHOWN_ATTRIBUTES = ("class", "id", "role", "itemprop")


def chosen_by_trafilatura(blocks: Sequence[HtmlBlock]) -> list[int]:
    """Numbers of the blocks that trafilatura takes for the article."""
    try:
        found = trafilatura.extract(
            _plain_page(blocks),
            output_format="txt",
            include_comments=False,
            include_tables=False,
            include_images=False,
            include_links=False,
            favor_recall=True,
            with_metadata=False,
        )
    except Exception:  # an extractor's failure must not fail the request: the blocks remain
        return []
    marks = {ord(c) - _FIRST_MARK for c in _MARK.findall(found or "")}
    return sorted(mark for mark in marks if mark < len(blocks))


def _plain_page(blocks: Sequence[HtmlBlock]) -> lxml_html.HtmlElement:
    """A tree of the blocks and their containers, each block with its mark at its end."""
    page = lxml_html.Element("html")
    made: dict[HtmlContainer | None, etree._Element] = {None: etree.SubElement(page, "body")}
    for index, block in enumerate(blocks):
        level = block.container.level
        parent = _container(block.container.parent if level else block.container, made)
        leaf = etree.SubElement(parent, f"h{level}" if level else "p")
        text = _MARK.sub("", block.text[:_LONGEST]).replace("\n", " ")
        mark = chr(_FIRST_MARK + index)
        cut = len(text) - block.links if block.links < len(text) else 0
        leaf.text = text[:cut]
        if block.links:
            link = etree.SubElement(leaf, "a", href="#")
            link.text = text[cut:]
            link.tail = f" {mark}"
        else:
            leaf.text += f" {mark}"
    return page


def _container(
    container: HtmlContainer | None, made: dict[HtmlContainer | None, etree._Element]
) -> etree._Element:
    """The element that stands for a container, made where it is missing."""
    missing = []
    while container is not None and container not in made:
        if container.tag not in ("html", "head", "body", "p"):
            missing.append(container)
        container = container.parent
    element = made[container]
    for container in reversed(missing[-_DEEPEST:]):
        attributes = container.element.attrib
        shown = {n: str(attributes[n])[:200] for n in _SHOWN_ATTRIBUTES if n in attributes}
        element = etree.SubElement(element, _CONTAINERS.get(container.tag, "div"), shown)
        made[container] = element
    return element
