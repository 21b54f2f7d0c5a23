"""Which containers of a page are not the article, by their element, their names and their links.

Names are the words of class, id and role: `<div class="related-stories">`. Most elements have a
rule of their own; to add one, write a function of a container and put it into `_BY_TAG`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from service.text.html.page import HtmlContainer, HtmlPage
from service.text.html.selection.class_names import CONTENT_NAMES, NAMES, PAIRS, ROLES, WEAK_NAMES

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_WORDS = re.compile(r"[a-z]+")
_LONGEST_NAMES = 400  # characters of class and id that are read
# Elements that never contain text of an article.
NAVIGATION = frozenset({"nav", "search"})
_SHORT = 400
_FEW_BLOCKS = 4
_LINK_LIST = 0.75
_FEW_LINKS = 0.3
_ITEM_CHARS = 84  # of a link in a list: some twelve words
_ARTICLES = ("article", "main")

_Rule = Callable[[HtmlContainer, HtmlPage], bool]


def is_boilerplate(container: HtmlContainer, page: HtmlPage) -> bool:
    """Whether the markup of a container says that nothing in it is part of the article."""
    if container.tag in NAVIGATION:
        return True
    if container.tag in _WHOLE:
        return False
    return _asks(container) or _BY_TAG.get(container.tag, _is_named_section)(container, page)


def _is_footer(container: HtmlContainer, page: HtmlPage) -> bool:
    """`<footer>`, but not that of a quotation, or one between two paragraphs."""
    return not container.quoted and not _amid_text(container, page)


def _is_aside(container: HtmlContainer, page: HtmlPage) -> bool:
    """`<aside>`, but not a box between two paragraphs, unless it is named otherwise."""
    return not _amid_text(container, page) or _is_named(container)


def _is_site_header(container: HtmlContainer, page: HtmlPage) -> bool:
    """`<header>` of the site: with no headline and no sentence."""
    if container.prose or _in_article(container):
        return False
    return not _has_heading(container, page)


def _is_data(container: HtmlContainer, page: HtmlPage) -> bool:
    """A table of figures and names: few of its cells hold sentences."""
    return container.prose * 2 < container.chars and container.texts > 1


def _is_list_beside(container: HtmlContainer, page: HtmlPage) -> bool:
    """A list of links, or one that is named so."""
    return _is_link_list(container) or _is_named(container)


def _is_named_section(container: HtmlContainer, page: HtmlPage) -> bool:
    """`<div class="related-stories">`, but not an embedded post."""
    return _is_named(container) and not _is_post(container, page)


_WHOLE = frozenset({"html", "head", "body", "main"})
_BY_TAG: dict[str, _Rule] = {
    "footer": _is_footer,
    "aside": _is_aside,
    "header": _is_site_header,
    "table": _is_data,
    **dict.fromkeys(("ul", "ol", "dl", "menu"), _is_list_beside),
}


def _asks(container: HtmlContainer) -> bool:
    """A form with fields, or a few words around a field for an address."""
    if not container.fields:
        return False
    return container.tag == "form" or _is_small(container)


def _is_post(container: HtmlContainer, page: HtmlPage) -> bool:
    """A block quotation and hardly more: a post embedded in the article."""
    if container.texts > _FEW_BLOCKS or container.quoted:
        return False
    return any(b.container.quoted for b in page.blocks_in(container))


def _is_named(container: HtmlContainer) -> bool:
    """Whether role, class or id say that it is not the article."""
    attributes = container.element.attrib
    if not attributes:
        return False
    if str(attributes.get("role", "")).lower() in ROLES:
        return True
    names = f"{attributes.get('class', '')} {attributes.get('id', '')}"[:_LONGEST_NAMES]
    # One name at a time: the words of "post social" are no pair, those of "author-bio" are.
    words = [_WORDS.findall(_CAMEL.sub("-", name).lower()) for name in names.split()]
    return any(map(_names_boilerplate, words)) or (_is_small(container) and _are_weak(words))


def _names_boilerplate(name: Sequence[str]) -> bool:
    """Whether the words of one name say so: ("sidebar",), ("related", "stories")."""
    return not NAMES.isdisjoint(name) or any(pair in PAIRS for pair in pairwise(name))


def _are_weak(names: Sequence[Sequence[str]]) -> bool:
    """Whether names say so that are given to parts of articles, too: ("notice",)."""
    every = {word for name in names for word in name}
    return not WEAK_NAMES.isdisjoint(every) and CONTENT_NAMES.isdisjoint(every)


def _is_small(container: HtmlContainer) -> bool:
    return container.chars <= _SHORT and container.texts <= _FEW_BLOCKS


def _amid_text(container: HtmlContainer, page: HtmlPage) -> bool:
    """Prose without links, within an article or between two of its paragraphs."""
    above = container.parent
    if above is None or not container.prose or container.fields:
        return False
    if container.links > _FEW_LINKS * container.chars:
        return False
    goes_on = container.tag == "aside" or above.last_prose > container.last_prose
    return (goes_on and _in_article(container)) or _between_paragraphs(container, page)


def _between_paragraphs(container: HtmlContainer, page: HtmlPage) -> bool:
    """Whether the blocks right before and after are prose of the container around this one."""
    before, after = container.first - 1, container.first + container.texts
    if before < 0 or after >= len(page.blocks):
        return False
    around = (page.blocks[before], page.blocks[after])
    return all(
        block.is_prose and container.parent in (block.container, block.container.parent)
        for block in around
    )


def _in_article(container: HtmlContainer) -> bool:
    return any(around.tag in _ARTICLES for around in container.ancestors_or_self())


def _has_heading(container: HtmlContainer, page: HtmlPage) -> bool:
    return any(block.container.level == 1 for block in page.blocks_in(container))


def _is_link_list(container: HtmlContainer) -> bool:
    """Several short blocks, nearly all of them links."""
    many = container.texts > 1 and container.links > _LINK_LIST * container.chars
    return many and container.chars < container.texts * _ITEM_CHARS
