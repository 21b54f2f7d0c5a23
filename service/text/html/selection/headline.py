"""Which block is the headline of the chosen text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from service.text.html.page import HtmlBlock, HtmlContainer
from service.text.html.selection.link_lines import is_link_line

_HEAD = 6  # blocks between a headline and the first paragraph: author, date, summary


def headline_of(left: Sequence[HtmlBlock], first: int, around: set[HtmlContainer]) -> int | None:
    """Index of the headline of the text whose first chosen block is `left[first]`; None without.

    The last `<h1>` before that block; one that is a link may be the site's name, so then the
    first `<h1>` in the article's containers (`around`), or the heading right before the text.
    """
    before = [i for i in range(first + 1) if left[i].container.level == 1]
    own = [i for i in before if not is_link_line(left[i])]
    if own:
        return own[-1]
    candidates = chain(_within(left, around), _nearest(left, first, around), reversed(before))
    return next(candidates, None)


def _within(left: Sequence[HtmlBlock], around: set[HtmlContainer]) -> Iterator[int]:
    """Each `<h1>` in the article's containers."""
    for i, block in enumerate(left):
        if block.container.level == 1 and block.container in around:
            yield i


def _nearest(left: Sequence[HtmlBlock], first: int, around: set[HtmlContainer]) -> Iterator[int]:
    """Headings shortly before the text that share a container with it, the nearest first."""
    shared = set(left[first].container.ancestors_or_self())
    for i in range(first, max(-1, first - _HEAD), -1):
        container = left[i].container
        if container.level and (container in around or container.parent in shared):
            yield i
