"""The parts of a page: its blocks, and the containers that they are in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from lxml.etree import _Element


class Markup(StrEnum):
    """What the page's markup says that a block is."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    ITEM = "item"
    CAPTION = "caption"


@dataclass(slots=True, eq=False)
class HtmlContainer:
    """A block element and its place in the page, with sums over all blocks in it."""

    parent: HtmlContainer | None
    tag: str
    element: _Element
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

    def ancestors_or_self(self) -> Iterator[HtmlContainer]:
        """This container and those around it, from the inside out."""
        container: HtmlContainer | None = self
        while container is not None:
            yield container
            container = container.parent


@dataclass(slots=True, eq=False)
class HtmlBlock:
    """Visible text, with the line breaks of `<br>` and `<pre>` only.

    `links` is the number of its characters in links.
    """

    text: str
    container: HtmlContainer
    links: int = 0
    dropped: bool = False
    kept: bool = False

    @property
    def is_prose(self) -> bool:
        """Whether it is at least a sentence, most of it not in links."""
        words = self.text.count(" ") + 1
        return words >= 4 and self.ends and self.links * 2 < len(self.text)

    @property
    def ends(self) -> bool:
        """Whether it ends as a sentence does."""
        return self.text.rstrip("\"'”’»)] ")[-1:] in (".", "!", "?", "…", "。")


@dataclass(slots=True)
class HtmlPage:
    """All blocks of a page in document order, and their containers, outer ones first."""

    blocks: list[HtmlBlock] = field(default_factory=list)
    containers: list[HtmlContainer] = field(default_factory=list)

    def blocks_in(self, container: HtmlContainer) -> list[HtmlBlock]:
        """The blocks of a container, however deep."""
        return self.blocks[container.first : container.first + container.texts]
