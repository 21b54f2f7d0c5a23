"""Containers of a page: what their markup says of the blocks in them, and sums over those."""

from __future__ import annotations

from lxml.etree import _Element

from service.text.html.elements import HEADINGS
from service.text.html.page import HtmlContainer, HtmlPage, Markup

_MARKED = {
    **dict.fromkeys(HEADINGS, Markup.HEADING),
    **dict.fromkeys(("figcaption", "caption"), Markup.CAPTION),
    "li": Markup.ITEM,
}
_NO_CAPTIONS = frozenset("has with no show hide".split())
# What is in these is no longer part of the heading, item or caption around.
_FRESH = frozenset("body article main section td blockquote ul ol table".split())


def container_of(element: _Element, tag: str, parent: HtmlContainer | None) -> HtmlContainer:
    """The container that a block element opens within `parent`."""
    container = HtmlContainer(parent, tag, element, 0 if parent is None else parent.depth + 1)
    if parent is not None and tag not in _FRESH:
        container.markup, container.level = parent.markup, parent.level
    if tag in _MARKED:
        container.markup = _MARKED[tag]
        container.level = int(tag[1]) if tag in HEADINGS else 0
    elif container.markup is Markup.PARAGRAPH and _is_caption(element):
        container.markup = Markup.CAPTION
    container.quoted = tag == "blockquote" or bool(parent and parent.quoted)
    return container


def sum_up(page: HtmlPage) -> None:
    """Sums up the blocks of each container."""
    for index, block in enumerate(page.blocks):
        container = block.container
        container.texts += 1
        container.chars += len(block.text)
        container.links += block.links
        container.first = index if container.first < 0 else container.first
        if block.is_prose:
            container.prose += len(block.text)
            container.last_prose = index
    for container in reversed(page.containers):
        if container.parent is not None:
            _add(container, container.parent)


def _add(container: HtmlContainer, above: HtmlContainer) -> None:
    """Adds the sums of a container to those of the one around it."""
    above.chars += container.chars
    above.links += container.links
    above.prose += container.prose
    above.texts += container.texts
    above.fields += container.fields
    above.last_prose = max(above.last_prose, container.last_prose)
    if container.first >= 0 and (above.first < 0 or container.first < above.first):
        above.first = container.first


def _is_caption(element: _Element) -> bool:
    """Whether its class says so: "wp-caption-text", but not "has-caption"."""
    names = element.get("class", "")
    if "caption" not in names:
        return False
    for name in names[:400].lower().split():
        words = name.replace("_", "-").split("-")
        if "caption" in words[-2:] and words[0] not in _NO_CAPTIONS:
            return words[-1] in ("caption", "text")
    return False
