"""Which blocks of a page are the article.

trafilatura decides, on a page of plain paragraphs that is made from the blocks: so it never
sees what is hidden, bare or glued, and its answer is only a choice of blocks. What it leaves out
between the blocks that it chose is then put back: an extractor that judges paragraph by
paragraph loses short ones from the middle of an article.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import trafilatura
from lxml import etree
from lxml import html as lxml_html

from service.text.html.page import HtmlBlock, HtmlContainer, HtmlPage, Markup

# A page with fewer characters of prose is taken whole: there is no article to be found in it.
_SHORT = 1000
# No article has so many blocks, and trafilatura takes some 100 µs for each.
MOST_BLOCKS = 5000
# Marks a block by its number: characters that no news page holds, each one word to trafilatura.
_FIRST_MARK = 0x20000
_MARK = re.compile("[\U00020000-\U0002ffff]")
_DEEPEST = 40
_LONGEST = 4000  # code points of a block that are shown to trafilatura
_MOST_TEXT = 0.85  # of the chosen text, that a place must hold to be the article's
_MOSTLY_LINKS = 0.6
_HEAD = 6  # blocks between a headline and the first paragraph: author, date, summary
_BYLINE = re.compile(r"by .{3,80}", re.IGNORECASE)
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


def choose(page: HtmlPage) -> list[HtmlBlock]:
    """The blocks of the article, in order; all that are left when none can be told."""
    left = [block for block in page.blocks if not block.dropped]
    prose = sum(len(block.text) for block in left if block.is_prose)
    if prose > _SHORT and len(left) <= MOST_BLOCKS:
        chosen = [left[i] for i in _chosen_by_trafilatura(left)]
        for block in _trimmed(chosen):
            block.kept = True
    if not any(block.kept for block in left):
        return [b for b in left if b.place.level or not _is_link_line(b)] or left
    return list(_restored(left, _around(page.places, left))) or left


def _trimmed(chosen: Sequence[HtmlBlock]) -> Sequence[HtmlBlock]:
    """What was chosen, without links before and after all text."""
    texts = [i for i, block in enumerate(chosen) if not _is_link_line(block)]
    return chosen[texts[0] : texts[-1] + 1] if texts else chosen


def _restored(left: Sequence[HtmlBlock], around: set[HtmlContainer]) -> Iterator[HtmlBlock]:
    """What was chosen, and what stands with it: between it, or `around` it."""
    kept = [i for i, block in enumerate(left) if block.kept]
    first, last = kept[0], kept[-1]
    headline = _headline(left, first, around)
    for i, block in enumerate(left):
        leads_away = _is_link_line(block) and not (block.kept and block.place.level)
        if i == headline or (block.kept and not leads_away):
            yield block
        elif leads_away or not (first < i < last or block.place in around):
            continue
        elif block.is_prose or block.place.markup is not Markup.PARAGRAPH:
            yield block
        elif first < i < last or block.place.quoted or _is_title_matter(i, headline, first):
            yield block


def _is_title_matter(index: int, headline: int | None, first: int) -> bool:
    """Whether a line stands between the headline and the first paragraph: a byline, a date."""
    return headline is not None and headline < index < first


def _is_link_line(block: HtmlBlock) -> bool:
    """A line that leads elsewhere; not "By Ana Duarte", whose name may be a link."""
    if block.links <= _MOSTLY_LINKS * len(block.text) or block.ends:
        return False
    return not _BYLINE.fullmatch(block.text)


def _headline(left: Sequence[HtmlBlock], first: int, around: set[HtmlContainer]) -> int | None:
    """The last `<h1>` before the first chosen block, or the first in the article's place; without
    one the heading right before the text."""
    before = [i for i in range(first + 1) if left[i].place.level == 1]
    own = [i for i in before if not _is_link_line(left[i])]  # else it may be the site's name
    if own:
        return own[-1]
    within = (i for i, b in enumerate(left) if b.place.level == 1 and b.place in around)
    places = set(left[first].place.within())
    near = (
        i
        for i in range(first, max(-1, first - _HEAD), -1)
        if left[i].place.level and (left[i].place in around or left[i].place.parent in places)
    )
    return next(within, next(near, before[-1] if before else None))


def _around(places: Sequence[HtmlContainer], left: Sequence[HtmlBlock]) -> set[HtmlContainer]:
    """The innermost place that holds nearly all that was chosen, and all places in it.

    Empty when that is the page as a whole: then only what lies between is put back.
    """
    held = dict.fromkeys(places, 0)
    for block in left:
        held[block.place] += len(block.text) if block.kept else 0
    for place in reversed(places):
        if place.parent is not None:
            held[place.parent] += held[place]
    most = _MOST_TEXT * max(held.values())
    best = max((p for p in places if held[p] >= most), key=lambda p: p.depth)
    if best.tag in ("html", "head", "body"):
        return set()
    around = {best}
    for place in places:  # outer ones first
        if place.parent in around:
            around.add(place)
    return around


def _chosen_by_trafilatura(blocks: Sequence[HtmlBlock]) -> list[int]:
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
        level = block.place.level
        parent = _container(block.place.parent if level else block.place, made)
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
    place: HtmlContainer | None, made: dict[HtmlContainer | None, etree._Element]
) -> etree._Element:
    """The element that stands for a place, made where it is missing."""
    missing = []
    while place is not None and place not in made:
        if place.tag not in ("html", "head", "body", "p"):
            missing.append(place)
        place = place.parent
    element = made[place]
    for place in reversed(missing[-_DEEPEST:]):
        attributes = place.element.attrib
        shown = {n: str(attributes[n])[:200] for n in _SHOWN_ATTRIBUTES if n in attributes}
        element = etree.SubElement(element, _CONTAINERS.get(place.tag, "div"), shown)
        made[place] = element
    return element
