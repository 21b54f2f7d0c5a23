"""A page cut into the blocks that a reader sees, each with its place in the page.

One pass over the tree. A block ends where a browser would begin a new line box: at every block
element, however it is nested, and at an empty line made of `<br>`. Text that stands bare between
block elements is a block of its own.
"""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree
from lxml.etree import _Element

from service.text.html.inline import InlineText
from service.text.html.page import HtmlBlock, HtmlContainer, HtmlPage, Markup
from service.text.html.visibility import CONTROLS, Visibility

_BLOCKS = frozenset(
    """html head body address article aside blockquote center dd details dialog dir div dl dt
    fieldset figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr legend li
    listing main menu nav ol optgroup p plaintext pre search section summary table tbody td tfoot
    th thead tr ul caption xmp multicol blink marquee amp-accordion amp-story amp-story-page
    amp-live-list""".split()
)
_INLINE = frozenset(
    """a abbr acronym b basefont bdi bdo big br cite code data dfn em font i img ins kbd mark math
    mi mn mo mrow ms msub msup mtext nobr picture q ruby rb samp semantics slot small span strong
    sub sup time tt u var wbr""".split()
)
_ASKING = CONTROLS | {"label"}
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_PREFORMATTED = frozenset({"pre", "listing", "plaintext", "xmp"})
_CLOSING = ("”", "’")
_REPLACED = frozenset({"img", "picture", "video", "audio", "object", "iframe", "svg", "canvas"})
_MARKED = {
    **dict.fromkeys(_HEADINGS, Markup.HEADING),
    **dict.fromkeys(("figcaption", "caption"), Markup.CAPTION),
    "li": Markup.ITEM,
}
_NO_CAPTIONS = frozenset("has with no show hide".split())
# What lies in these is no longer part of the heading, item or caption around.
_FRESH = frozenset("body article main section td blockquote ul ol table".split())


def read_page(tree: _Element) -> HtmlPage:
    """The blocks of a tree of bounded depth; linear in its size."""
    return _Reader(tree).run()


@dataclass(slots=True)
class _Seen:
    """What an element passes on to those within it."""

    visible: bool = True
    inked: bool = True


class _Reader:
    def __init__(self, tree: _Element) -> None:
        self._tree = tree
        self._visibility = Visibility(tree)
        self._page = HtmlPage()
        self._inline = InlineText()
        self._places: list[HtmlContainer] = []
        self._seen = [_Seen()]
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
        self._count()
        return self._page

    def _begin(self, element: _Element) -> bool:
        """Whether what is within the element is read."""
        tag = element.tag
        effect = self._visibility.effect(element, tag)
        if effect.displayed is False or (tag in _ASKING and self._is_control(element, tag)):
            self._pass_over(element, tag)
            return False
        above = self._seen[-1]
        seen = above
        if effect.visible is not None or effect.inked is not None:
            seen = _Seen(
                above.visible if effect.visible is None else effect.visible,
                above.inked if effect.inked is None else effect.inked,
            )
        self._seen.append(seen)
        self._inline.silent = not (seen.visible and seen.inked)
        is_block = bool(effect.block) or tag in _BLOCKS or self._is_block(element, tag)
        self._open.append(is_block)
        if is_block:
            self._flush()
            self._enter(element, tag)
        else:
            self._inline.begin(element, tag)
        if text := element.text:
            self._inline.add(text)
        return True

    def _end(self, element: _Element) -> None:
        if element is self._skipped:
            self._skipped = None
        else:
            if self._open.pop():
                self._flush()
                self._leave(element)
            else:
                self._inline.end(element, element.tag)
            self._seen.pop()
        seen = self._seen[-1]
        self._inline.silent = not (seen.visible and seen.inked)
        if tail := element.tail:
            self._inline.add(tail)

    def _pass_over(self, element: _Element, tag: str) -> None:
        if tag in _BLOCKS:
            self._flush()
        elif tag in _REPLACED or tag in CONTROLS:
            self._inline.space()
        if self._places and (tag == "textarea" or (tag == "input" and _is_field(element))):
            self._places[-1].fields += 1

    def _is_control(self, element: _Element, tag: str) -> bool:
        """Whether the element asks for something, or says for what.

        A button amid a sentence, of a glossary, say, is one of its words.
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
        if tag in _INLINE or not self._places:
            return False
        parent = element.getparent()
        if parent is None or parent is not self._places[-1].element:
            return False
        if parent.tag == "p" or parent.tag in _HEADINGS:
            return False
        bare = self._bare.get(parent)
        if bare is None:
            texts = [parent.text, *(child.tail for child in parent)]
            bare = self._bare[parent] = not any(t and not t.isspace() for t in texts)
        return bare

    def _enter(self, element: _Element, tag: str) -> None:
        parent = self._places[-1] if self._places else None
        place = HtmlContainer(parent, tag, element, len(self._places))
        if parent is not None and tag not in _FRESH:
            place.markup, place.level = parent.markup, parent.level
        if tag in _MARKED:
            place.markup = _MARKED[tag]
            place.level = int(tag[1]) if tag in _HEADINGS else 0
        elif place.markup is Markup.PARAGRAPH and _is_caption(element):
            place.markup = Markup.CAPTION
        place.quoted = tag == "blockquote" or bool(parent and parent.quoted)
        self._places.append(place)
        self._page.places.append(place)
        self._inline.preformatted += tag in _PREFORMATTED

    def _leave(self, element: _Element) -> None:
        self._inline.preformatted -= self._places.pop().tag in _PREFORMATTED

    def _flush(self) -> None:
        if self._inline.empty or not self._places:
            return
        place = self._places[-1]
        for text, links in self._inline.take():
            if text in _CLOSING and self._page.blocks:  # of a <q> around whole paragraphs
                self._page.blocks[-1].text += text
            else:
                self._page.blocks.append(HtmlBlock(text, place, links))

    def _count(self) -> None:
        """Sums up what lies in each place."""
        for index, block in enumerate(self._page.blocks):
            place = block.place
            place.texts += 1
            place.chars += len(block.text)
            place.links += block.links
            place.first = index if place.first < 0 else place.first
            if block.is_prose:
                place.prose += len(block.text)
                place.last_prose = index
        for place in reversed(self._page.places):
            above = place.parent
            if above is None:
                continue
            above.chars += place.chars
            above.links += place.links
            above.prose += place.prose
            above.texts += place.texts
            above.fields += place.fields
            above.last_prose = max(above.last_prose, place.last_prose)
            if place.first >= 0 and (above.first < 0 or place.first < above.first):
                above.first = place.first


def _is_field(element: _Element) -> bool:
    kind = str(element.get("type", "text")).lower()
    return kind in ("text", "email", "search", "tel", "password", "url", "number")


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
