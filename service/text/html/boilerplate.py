"""Blocks of a page that its own markup says are not the article.

Told by the element (`<nav>`), by the words of its class, id and role ("related-stories"), by the
heading above it ("Most read"), and by links that are all there is. A rule never drops a place
that holds half of the page's prose: class names lie, and an article about cookies is one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from service.text.html.class_names import (
    CONTENT_NAMES,
    ENDS,
    LABEL,
    LABELLED,
    LEADS_AWAY,
    NAMES,
    PAIRS,
    ROLES,
    WEAK_NAMES,
)
from service.text.html.page import HtmlBlock, HtmlContainer, HtmlPage, Markup

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_WORDS = re.compile(r"[a-z]+")
_ALWAYS = frozenset({"nav", "search"})
_SHORT = 400
_FEW_BLOCKS = 4
_MOST_PULLED = 20
_QUOTATION_MARKS = "“”\"'‘’«»„ "
_SECOND = 2  # level of headings that may end an article: the first is its own
_SOON = 3  # blocks after a heading in which the links that it announces begin
_HALF = 0.5
_MOSTLY_LINKS = 0.6
_LINK_LIST = 0.75
_FEW_WORDS = 12
_ARTICLES = ("article", "main")


def drop_boilerplate(page: HtmlPage) -> None:
    """Marks blocks and places as dropped. Nothing is marked where nothing would be left."""
    total = sum(place.prose for place in page.places if place.parent is None)
    for place in page.places:  # outer ones first
        above = place.parent
        if above is not None and above.dropped:
            place.dropped = True
        elif place.texts and place.prose <= total * _HALF and _is_boilerplate(place, page):
            place.dropped = True
    _drop_under_headings(page, total)
    for block in page.blocks:
        block.dropped = (
            block.dropped
            or block.place.dropped
            or _is_link_line(block)
            or LABEL.fullmatch(block.text) is not None
        )
    _drop_pulled_quotes(page)
    if all(block.dropped for block in page.blocks):
        for block in page.blocks:
            block.dropped = any(place.tag in _ALWAYS for place in block.place.within())


def _is_boilerplate(place: HtmlContainer, page: HtmlPage) -> bool:
    tag = place.tag
    if tag in _ALWAYS:
        return True
    if tag in ("html", "head", "body", "main"):
        return False
    if tag == "form" and place.fields:
        return True
    if _is_sign_up(place):
        return True
    if tag == "footer":
        return not place.quoted and not _amid_text(place, page)
    if tag == "aside":
        return not _amid_text(place, page) or _is_named(place)
    if tag == "header":
        return not _in_article(place) and not place.prose and not _has_heading(place, page)
    if tag == "table":
        return _is_data(place)
    if tag in ("ul", "ol", "dl", "menu"):
        return _is_link_list(place) or _is_named(place)
    return _is_named(place) and not _is_post(place, page)


def _is_post(place: HtmlContainer, page: HtmlPage) -> bool:
    """A block quotation and hardly more: a post embedded in the article."""
    if place.texts > _FEW_BLOCKS or place.quoted:
        return False
    return any(b.place.quoted for b in page.blocks[place.first : place.first + place.texts])


def _is_named(place: HtmlContainer) -> bool:
    attributes = place.element.attrib
    if not attributes:
        return False
    if str(attributes.get("role", "")).lower() in ROLES:
        return True
    names = f"{attributes.get('class', '')} {attributes.get('id', '')}"[:400]
    # One name at a time: the words of "post social" are no pair, those of "author-bio" are.
    words = [_WORDS.findall(_CAMEL.sub("-", name).lower()) for name in names.split()]
    for name in words:
        if not NAMES.isdisjoint(name) or any(pair in PAIRS for pair in pairwise(name)):
            return True
    if place.chars > _SHORT or place.texts > _FEW_BLOCKS:
        return False
    every = {word for name in words for word in name}
    return not WEAK_NAMES.isdisjoint(every) and CONTENT_NAMES.isdisjoint(every)


def _amid_text(place: HtmlContainer, page: HtmlPage) -> bool:
    """Prose without links, within an article or between two of its paragraphs."""
    if not place.prose or place.links > 0.3 * place.chars or place.fields or not place.parent:
        return False
    if _in_article(place) and (place.tag == "aside" or place.parent.last_prose > place.last_prose):
        return True
    after = place.first + place.texts
    around = (*page.blocks[max(0, place.first - 1) : place.first], *page.blocks[after : after + 1])
    return len(around) == 2 and all(
        block.is_prose and place.parent in (block.place, block.place.parent) for block in around
    )


def _in_article(place: HtmlContainer) -> bool:
    return any(around.tag in _ARTICLES for around in place.within())


def _has_heading(place: HtmlContainer, page: HtmlPage) -> bool:
    blocks = page.blocks[place.first : place.first + place.texts]
    return any(block.place.level == 1 for block in blocks)


def _is_data(place: HtmlContainer) -> bool:
    """A table of figures and names: few of its cells hold sentences."""
    return place.prose * 2 < place.chars and place.texts > 1


def _is_sign_up(place: HtmlContainer) -> bool:
    """A few words around a field for an address."""
    return bool(place.fields) and place.chars <= _SHORT and place.texts <= _FEW_BLOCKS


def _is_link_list(place: HtmlContainer) -> bool:
    many = place.texts > 1 and place.links > _LINK_LIST * place.chars
    return many and place.chars < place.texts * _FEW_WORDS * 7


def _is_link_line(block: HtmlBlock) -> bool:
    """ "Related: …", "Read more", where it is a link."""
    if not block.links or block.links < 0.4 * len(block.text):
        return False
    return LABELLED.match(block.text) is not None or (
        LEADS_AWAY.fullmatch(block.text) is not None and block.text.count(" ") < _FEW_WORDS
    )


def _drop_under_headings(page: HtmlPage, total: int) -> None:
    """What stands under "Related stories": the place that it opens, or up to the next heading."""
    blocks = page.blocks
    until = 0  # each block is looked at once
    for index, block in enumerate(blocks):
        if index < until or block.dropped or block.place.dropped:
            continue
        if block.place.level < _SECOND or not _leads_away(blocks, index):
            continue
        section = block.place.parent
        if section is None:
            continue
        end = section.first + section.texts
        whole = section.first == index and section.prose <= total * _HALF
        block.dropped = True
        until = index + 1
        while until < end and (whole or not _resumes(blocks[until], block)):
            blocks[until].dropped = True
            until += 1


def _leads_away(blocks: Sequence[HtmlBlock], index: int) -> bool:
    """Whether a heading says that what follows is no part of the article."""
    heading = blocks[index].text
    if ENDS.fullmatch(heading):
        return True
    following = blocks[index + 1 : index + 1 + _SOON]
    linked = any(block.links > _MOSTLY_LINKS * len(block.text) for block in following)
    return linked and LEADS_AWAY.fullmatch(heading) is not None


def _resumes(block: HtmlBlock, heading: HtmlBlock) -> bool:
    """Whether the article goes on here after a section that leads away."""
    if block.place.markup is Markup.HEADING:
        return block.place.level <= heading.place.level
    alone = block.place.parent is heading.place.parent
    return alone and block.is_prose and not block.links and block.text.count(" ") >= _FEW_WORDS


def _drop_pulled_quotes(page: HtmlPage) -> None:
    """Words of the article that stand in it a second time, large and beside it."""
    pulled = [p for p in page.places if not p.dropped and p.texts <= 2 and _is_pulled(p)]
    for place in pulled[:_MOST_PULLED]:
        own = page.blocks[place.first : place.first + place.texts]
        others = (b.text for b in page.blocks if not b.dropped and b not in own)
        text = "\n".join(others)
        for block in own:
            block.dropped = block.dropped or block.text.strip(_QUOTATION_MARKS) in text


def _is_pulled(place: HtmlContainer) -> bool:
    if place.tag not in ("aside", "div", "blockquote", "figure", "p", "section"):
        return False
    words = _WORDS.findall(str(place.element.get("class", ""))[:400].lower())
    return place.tag == "aside" or "pullquote" in words or {"pull", "quote"} <= set(words)
