"""What a page is read into: its blocks, and the containers that they lie in."""

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
    """A block element and where it lies, with sums over the blocks in it, however deep."""

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
        """It and what it lies in, from the inside out."""
        container: HtmlContainer | None = self
        while container is not None:
            yield container
            container = container.parent


@dataclass(slots=True, eq=False)
class HtmlBlock:
    """Visible text without a line break but those of `<br>` and `<pre>`.

    `links` are its characters that lie in links.
    """

    text: str
    container: HtmlContainer
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
class HtmlPage:
    """All blocks of a page in document order, and the containers that they lie in, outer first."""

    blocks: list[HtmlBlock] = field(default_factory=list)
    containers: list[HtmlContainer] = field(default_factory=list)

    def blocks_in(self, container: HtmlContainer) -> list[HtmlBlock]:
        """The blocks of a container, however deep."""
        return self.blocks[container.first : container.first + container.texts]
