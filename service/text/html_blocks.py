"""A page cut into the blocks that a reader sees, each with its place in the page.

One pass over the tree. A block ends where a browser would begin a new line box: at every block
element, however it is nested, and at an empty line made of `<br>`. Text that stands bare between
block elements is a block of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from lxml import etree
from lxml.html import HtmlElement

from service.text.html_inline import InlineText
from service.text.html_visibility import CONTROLS, Visibility

_BLOCKS = frozenset(
    """html head body address article aside blockquote center dd details dialog dir div dl dt
    fieldset figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr legend li listing
    main menu nav ol optgroup p plaintext pre search section summary table tbody td tfoot th thead
    tr ul caption xmp multicol blink marquee amp-accordion amp-story amp-story-page
    amp-live-list""".split()
)
_INLINE = frozenset(
    """a abbr acronym b basefont bdi bdo big br cite code data dfn em font i img ins kbd mark math
    mi mn mo mrow ms msub msup mtext nobr picture q ruby rb samp semantics slot small span strong
    sub sup time tt u var wbr""".split()
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_PREFORMATTED = frozenset({"pre", "listing", "plaintext", "xmp"})
_CLOSING = ("”", "’")
_REPLACED = frozenset({"img", "picture", "video", "audio", "object", "iframe", "svg", "canvas"})


class Markup(StrEnum):
    """What the page's markup says that a block is."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    ITEM = "item"
    CAPTION = "caption"


_MARKED = {
    **dict.fromkeys(_HEADINGS, Markup.HEADING),
    **dict.fromkeys(("figcaption", "caption"), Markup.CAPTION),
    "li": Markup.ITEM,
}
# What lies in these is no longer part of the heading, item or caption around.
_FRESH = frozenset("body article main section td blockquote ul ol table".split())


@dataclass(slots=True, eq=False)
class Place:
    """A block element and where it lies, with sums over the blocks in it, however deep."""

    parent: Place | None
    tag: str
    element: HtmlElement
    depth: int = 0
    markup: Markup = Markup.PARAGRAPH
    level: int = 0  # of a heading, 1..6
    quoted: bool = False
    chars: int = 0
    links: int = 0
    prose: int = 0
    texts: int = 0  # blocks
    fields: int = 0  # of forms, to be filled in
    first: int = -1  # index of its first block
    last_prose: int = -1  # index of its last block of prose
    dropped: bool = False

    def within(self) -> Iterator[Place]:
        """It and what it lies in, from the inside out."""
        place: Place | None = self
        while place is not None:
            yield place
            place = place.parent


@dataclass(slots=True, eq=False)
class HtmlBlock:
    """Visible text without a line break but those of `<br>` and `<pre>`.

    `links` are its characters that lie in links.
    """

    text: str
    place: Place
    links: int = 0
    dropped: bool = False
    kept: bool = False

    @property
    def is_prose(self) -> bool:
        """A sentence at least, most of it not in links."""
        words = self.text.count(" ") + 1
        return words >= 4 and self.ends and self.links * 2 < len(self.text)

    @property
    def ends(self) -> bool:
        """Whether it ends as a sentence does."""
        return self.text.rstrip("\"'”’»)] ")[-1:] in (".", "!", "?", "…", "。")


@dataclass(slots=True)
class Page:
    """All blocks of a page in document order, and the places that they lie in, outer first."""

    blocks: list[HtmlBlock] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)


def read_page(tree: HtmlElement) -> Page:
    """The blocks of a tree of bounded depth; linear in its size."""
    return _Reader(tree).run()


@dataclass(slots=True)
class _Seen:
    """What an element passes on to those within it."""

    visible: bool = True
    inked: bool = True


class _Reader:
    def __init__(self, tree: HtmlElement) -> None:
        self._tree = tree
        self._visibility = Visibility(tree)
        self._page = Page()
        self._inline = InlineText()
        self._places: list[Place] = []
        self._seen = [_Seen()]
        self._skipped: HtmlElement | None = None
        self._blocks: set[HtmlElement] = set()
        self._bare: dict[HtmlElement, bool] = {}

    def run(self) -> Page:
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

    def _begin(self, element: HtmlElement) -> bool:
        """Whether what is within the element is read."""
        tag = element.tag.lower()
        effect = self._visibility.effect(element, tag)
        if effect.displayed is False or (tag in CONTROLS and not self._in_sentence(element, tag)):
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
        if effect.block or self._is_block(element, tag):
            self._blocks.add(element)
            self._flush()
            self._enter(element, tag)
        else:
            self._inline.begin(element, tag)
        self._inline.add(element.text)
        return True

    def _end(self, element: HtmlElement) -> None:
        if element is self._skipped:
            self._skipped = None
        else:
            if element in self._blocks:
                self._flush()
                self._leave(element)
            else:
                self._inline.end(element, element.tag.lower())
            self._seen.pop()
        seen = self._seen[-1]
        self._inline.silent = not (seen.visible and seen.inked)
        self._inline.add(element.tail)

    def _pass_over(self, element: HtmlElement, tag: str) -> None:
        if tag in _BLOCKS:
            self._flush()
        elif tag in _REPLACED or tag in CONTROLS:
            self._inline.space()
        if self._places and (tag == "textarea" or (tag == "input" and _is_field(element))):
            self._places[-1].fields += 1

    def _in_sentence(self, element: HtmlElement, tag: str) -> bool:
        """Whether a button stands for words amid a sentence: a glossary's, say."""
        if tag not in ("button", "label", "output"):
            return False
        after = (element.tail or "").strip()
        return bool(after) and not self._inline.empty and element.getparent().tag in ("p", "li")

    def _is_block(self, element: HtmlElement, tag: str) -> bool:
        """Elements that HTML does not know are inline, unless they stand between blocks."""
        if tag in _BLOCKS:
            return True
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

    def _enter(self, element: HtmlElement, tag: str) -> None:
        parent = self._places[-1] if self._places else None
        place = Place(parent, tag, element, len(self._places))
        if parent is not None and tag not in _FRESH:
            place.markup, place.level = parent.markup, parent.level
        if tag in _MARKED:
            place.markup = _MARKED[tag]
            place.level = int(tag[1]) if tag in _HEADINGS else 0
        place.quoted = tag == "blockquote" or bool(parent and parent.quoted)
        self._places.append(place)
        self._page.places.append(place)
        self._inline.preformatted += tag in _PREFORMATTED

    def _leave(self, element: HtmlElement) -> None:
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


def _is_field(element: HtmlElement) -> bool:
    kind = str(element.get("type", "text")).lower()
    return kind in ("text", "email", "search", "tel", "password", "url", "number")
