"""A page divided into the blocks that a reader sees, each with its container in the page.

One pass over the tree. A block ends where a browser would begin a new line box: at every block
element, however it is nested, and at an empty line made of `<br>`. Bare text between block
elements is a block of its own.
"""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree
from lxml.etree import _Element

from service.text.html.containers import container_of, sum_up
from service.text.html.css.declarations import Effect
from service.text.html.elements import (
    ASKING,
    BLOCKS,
    CONTROLS,
    HEADINGS,
    INLINE,
    PREFORMATTED,
    REPLACED,
    is_field,
)
from service.text.html.inline import InlineText
from service.text.html.page import HtmlBlock, HtmlContainer, HtmlPage
from service.text.html.visibility import Visibility

_CLOSING = ("”", "’")


def read_page(tree: _Element) -> HtmlPage:
    """The blocks of a tree of bounded depth; linear in its size."""
    return _Reader(tree).run()


@dataclass(frozen=True, slots=True)
class _Shown:
    """What an element passes on to those within it."""

    visible: bool = True
    legible: bool = True


class _Reader:
    def __init__(self, tree: _Element) -> None:
        self._tree = tree
        self._visibility = Visibility(tree)
        self._page = HtmlPage()
        self._inline = InlineText()
        self._containers: list[HtmlContainer] = []
        self._shown = [_Shown()]
        self._skipped: _Element | None = None
        self._open: list[bool] = []  # whether each element around is a block
        self._bare: dict[_Element, bool] = {}

    def run(self) -> HtmlPage:
        """Walks the tree without recursion."""
        walk = etree.iterwalk(self._tree, events=("start", "end"))
        for event, element in walk:
            if event == "start":
                if not self._begin(element):
                    walk.skip_subtree()
                    self._skipped = element
            else:
                self._end(element)
        self._flush()
        sum_up(self._page)
        return self._page

    def _begin(self, element: _Element) -> bool:
        """Whether what is within the element is read."""
        tag = element.tag
        effect = self._visibility.effect(element, tag)
        if effect.displayed is False or (tag in ASKING and self._is_control(element, tag)):
            self._pass_over(element, tag)
            return False
        self._inherit(effect)
        is_block = bool(effect.block) or tag in BLOCKS or self._is_block(element, tag)
        self._open.append(is_block)
        if is_block:
            self._flush()
            self._enter(element, tag)
        else:
            self._inline.begin(element, tag)
        if text := element.text:
            self._inline.add(text)
        return True

    def _inherit(self, effect: Effect) -> None:
        """Notes what an element passes on to those within it."""
        shown = self._shown[-1]
        if effect.visible is not None or effect.legible is not None:
            shown = _Shown(
                shown.visible if effect.visible is None else effect.visible,
                shown.legible if effect.legible is None else effect.legible,
            )
        self._shown.append(shown)
        self._inline.silent = not (shown.visible and shown.legible)

    def _end(self, element: _Element) -> None:
        if element is self._skipped:
            self._skipped = None
        else:
            if self._open.pop():
                self._flush()
                self._leave(element)
            else:
                self._inline.end(element, element.tag)
            self._shown.pop()
        shown = self._shown[-1]
        self._inline.silent = not (shown.visible and shown.legible)
        if tail := element.tail:
            self._inline.add(tail)

    def _pass_over(self, element: _Element, tag: str) -> None:
        if tag in BLOCKS:
            self._flush()
        elif tag in REPLACED or tag in CONTROLS:
            self._inline.space()
        if self._containers and (tag == "textarea" or (tag == "input" and is_field(element))):
            self._containers[-1].fields += 1

    def _is_control(self, element: _Element, tag: str) -> bool:
        """Whether the element is a control of a form or its label.

        A button in a sentence, for example of a glossary, is part of the sentence.
        """
        if tag == "button":
            amid = bool((element.tail or "").strip()) and not self._inline.empty
            parent = element.getparent()
            return not (amid and parent is not None and parent.tag in ("p", "li"))
        if tag == "label":
            return "for" in element.attrib or element.find(".//input") is not None
        return tag in CONTROLS

    def _is_block(self, element: _Element, tag: str) -> bool:
        """Elements that HTML does not know are inline, unless they stand between blocks."""
        if tag in INLINE or not self._containers:
            return False
        parent = element.getparent()
        if parent is None or parent is not self._containers[-1].element:
            return False
        if parent.tag == "p" or parent.tag in HEADINGS:
            return False
        bare = self._bare.get(parent)
        if bare is None:
            texts = [parent.text, *(child.tail for child in parent)]
            bare = self._bare[parent] = not any(t and not t.isspace() for t in texts)
        return bare

    def _enter(self, element: _Element, tag: str) -> None:
        parent = self._containers[-1] if self._containers else None
        container = container_of(element, tag, parent)
        self._containers.append(container)
        self._page.containers.append(container)
        self._inline.preformatted += tag in PREFORMATTED

    def _leave(self, element: _Element) -> None:
        self._inline.preformatted -= self._containers.pop().tag in PREFORMATTED

    def _flush(self) -> None:
        if self._inline.empty or not self._containers:
            return
        container = self._containers[-1]
        for text, links in self._inline.take():
            if text in _CLOSING and self._page.blocks:  # of a <q> around whole paragraphs
                self._page.blocks[-1].text += text
            else:
                self._page.blocks.append(HtmlBlock(text, container, links))
