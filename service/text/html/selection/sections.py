"""Sections under a heading that announces links or comments: "Related stories"."""

from __future__ import annotations

from collections.abc import Sequence

from service.text.html.page import HtmlBlock, HtmlContainer, HtmlPage, Markup
from service.text.html.selection.class_names import ENDS, LEADS_AWAY
from service.text.html.selection.link_lines import MOSTLY_LINKS

HALF = 0.5  # of the page's prose: no rule drops a larger share at once
_SECOND = 2  # level of headings that may end an article: the first is its own
_SOON = 3  # blocks after a heading in which the links that it announces begin
_FEW_WORDS = 12


def drop_under_headings(page: HtmlPage, total: int) -> None:
    """Drops what "Related stories" heads: its container, or all up to the next heading."""
    until = 0  # each block is looked at once
    for index, block in enumerate(page.blocks):
        if index < until or block.dropped or block.container.dropped:
            continue
        if block.container.level < _SECOND or not _leads_away(page.blocks, index):
            continue
        if block.container.parent is not None:
            until = _end(page.blocks, index, block.container.parent, total)
            for one in page.blocks[index:until]:
                one.dropped = True


def _end(blocks: Sequence[HtmlBlock], index: int, section: HtmlContainer, total: int) -> int:
    """Index of the block where the article goes on after the heading at `index`, or one past the
    end of the section that the heading is in."""
    end = section.first + section.texts
    if section.first == index and section.prose <= total * HALF:
        return max(end, index + 1)
    return next((i for i in range(index + 1, end) if _resumes(blocks[i], blocks[index])), end)


def _leads_away(blocks: Sequence[HtmlBlock], index: int) -> bool:
    """Whether a heading says that what follows is not part of the article."""
    heading = blocks[index].text
    if ENDS.fullmatch(heading):
        return True
    following = blocks[index + 1 : index + 1 + _SOON]
    linked = any(block.links > MOSTLY_LINKS * len(block.text) for block in following)
    return linked and LEADS_AWAY.fullmatch(heading) is not None


def _resumes(block: HtmlBlock, heading: HtmlBlock) -> bool:
    """Whether the article goes on at a block after such a section."""
    if block.container.markup is Markup.HEADING:
        return block.container.level <= heading.container.level
    alone = block.container.parent is heading.container.parent
    return alone and block.is_prose and not block.links and block.text.count(" ") >= _FEW_WORDS
