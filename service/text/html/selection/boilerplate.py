"""Blocks of a page that its own markup says are not the article.

The signs are the element (`<nav>`), the words of its class, id and role ("related-stories"), the
heading above it ("Most read"), and links without other text. A rule never drops a container with
half of the page's prose, because class names may mislead and an article may be about cookies.
"""

from __future__ import annotations

from service.text.html.page import HtmlBlock, HtmlPage
from service.text.html.selection.boilerplate_containers import NAVIGATION, is_boilerplate
from service.text.html.selection.class_names import LABEL, LABELLED, LEADS_AWAY
from service.text.html.selection.pulled_quotes import drop_pulled_quotes
from service.text.html.selection.sections import HALF, drop_under_headings

_FEW_WORDS = 12


def drop_boilerplate(page: HtmlPage) -> None:
    """Marks blocks and containers as dropped; only navigation if nothing would be left."""
    total = sum(container.prose for container in page.containers if container.parent is None)
    _drop_containers(page, total)
    drop_under_headings(page, total)
    for block in page.blocks:
        block.dropped = block.dropped or block.container.dropped or _is_label(block)
    drop_pulled_quotes(page)
    if all(block.dropped for block in page.blocks):
        _drop_navigation_only(page)


def _drop_containers(page: HtmlPage, total: int) -> None:
    """Drops containers that are boilerplate, and all in them."""
    for container in page.containers:  # outer ones first
        above = container.parent
        container.dropped = (above is not None and above.dropped) or (
            container.texts > 0
            and container.prose <= total * HALF
            and is_boilerplate(container, page)
        )


def _drop_navigation_only(page: HtmlPage) -> None:
    for block in page.blocks:
        around = block.container.ancestors_or_self()
        block.dropped = any(container.tag in NAVIGATION for container in around)


def _is_label(block: HtmlBlock) -> bool:
    """ "Share", "Advertisement", "Related: …"."""
    return _is_link_line(block) or LABEL.fullmatch(block.text) is not None


def _is_link_line(block: HtmlBlock) -> bool:
    """ "Related: …", "Read more", where it is a link."""
    if not block.links or block.links < 0.4 * len(block.text):
        return False
    return LABELLED.match(block.text) is not None or (
        LEADS_AWAY.fullmatch(block.text) is not None and block.text.count(" ") < _FEW_WORDS
    )
