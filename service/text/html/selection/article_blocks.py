"""Which blocks of a page are the article.

trafilatura decides, on a page of plain paragraphs that is made from the blocks. So hidden, bare or
glued text never reaches it, and its answer is only a choice of blocks. Blocks that it leaves out
between the chosen ones are then restored, because an extractor that judges single paragraphs loses
short ones from the middle of an article.
"""

from __future__ import annotations

from collections.abc import Sequence

from service.text.html.page import HtmlBlock, HtmlContainer, HtmlPage
from service.text.html.selection.headline import headline_of
from service.text.html.selection.link_lines import is_link_line
from service.text.html.selection.restoration import Chosen, belongs
from service.text.html.selection.trafilatura_choice import chosen_by_trafilatura

# A page with fewer characters of prose is taken whole: extraction is unreliable on it.
_SHORT = 1000
# No article has so many blocks, and trafilatura takes some 100 µs for each.
MOST_BLOCKS = 5000
_MOST_TEXT = 0.85  # of the chosen text, that a container must hold to be the article's
_WHOLE_PAGE = ("html", "head", "body")


def choose(page: HtmlPage) -> list[HtmlBlock]:
    """The blocks of the article, in order; all that are left if none is chosen."""
    left = [block for block in page.blocks if not block.dropped]
    _keep_chosen(left)
    if not any(block.kept for block in left):
        return [b for b in left if b.container.level or not is_link_line(b)] or left
    return _restored(left, _around(page.containers, left)) or left


def _keep_chosen(left: Sequence[HtmlBlock]) -> None:
    """Marks what trafilatura chooses as kept; nothing on a page that is short or far too long."""
    prose = sum(len(block.text) for block in left if block.is_prose)
    if prose <= _SHORT or len(left) > MOST_BLOCKS:
        return
    for block in _trimmed([left[i] for i in chosen_by_trafilatura(left)]):
        block.kept = True


def _trimmed(chosen: Sequence[HtmlBlock]) -> Sequence[HtmlBlock]:
    """What was chosen, without links before and after all text."""
    texts = [i for i, block in enumerate(chosen) if not is_link_line(block)]
    return chosen[texts[0] : texts[-1] + 1] if texts else chosen


def _restored(left: Sequence[HtmlBlock], around: set[HtmlContainer]) -> list[HtmlBlock]:
    """The chosen blocks, and those that belong to them, between or `around` them."""
    kept = [i for i, block in enumerate(left) if block.kept]
    headline = headline_of(left, kept[0], around)
    chosen = Chosen(kept[0], kept[-1], headline, around)
    return [block for i, block in enumerate(left) if belongs(block, i, chosen)]


def _around(containers: Sequence[HtmlContainer], left: Sequence[HtmlBlock]) -> set[HtmlContainer]:
    """The innermost container that holds nearly all chosen text, and all containers in it.

    Empty if that is the page as a whole: then only blocks between chosen ones are restored.
    """
    held = dict.fromkeys(containers, 0)
    for block in left:
        held[block.container] += len(block.text) if block.kept else 0
    for container in reversed(containers):
        if container.parent is not None:
            held[container.parent] += held[container]
    most = _MOST_TEXT * max(held.values())
    best = max((p for p in containers if held[p] >= most), key=lambda p: p.depth)
    if best.tag in _WHOLE_PAGE:
        return set()
    around = {best}
    for container in containers:  # outer ones first
        if container.parent in around:
            around.add(container)
    return around
