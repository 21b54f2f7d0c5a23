"""A page's headline: without the name of the site, and of bounded length."""

from __future__ import annotations

import re

from lxml.etree import _Element

from service.text.headlines import LONGEST_HEADLINE, bounded

_PARTED = re.compile(r" ([|–—·•»«›/-]|::) ")
_BARS = frozenset(("|", "»", "«", "›", "::", "•", "·"))
_SITE_WORDS = 4


def page_title(tree: _Element) -> str | None:
    """`<title>` without the site's name, else `og:title`, else the only `<h1>`; None without."""
    shared = _meta(tree, "og:title")
    headings = [_folded("".join(h.itertext())) for h in tree.findall(".//h1")[:2]]
    titles = (t for t in tree.iter("title") if t.getparent().tag != "svg")
    if titled := _folded(next((t.text for t in titles), None)) or shared:
        known = {t.casefold() for t in (shared, *headings) if t}
        return bounded(_without_site(titled[: 4 * LONGEST_HEADLINE], tree, known))
    return bounded(headings[0]) if len(headings) == 1 and headings[0] else None


def _without_site(title: str, tree: _Element, known: set[str]) -> str:
    """The title up to its last separator, or from its first, where the rest names the site.

    `known` are headlines of the page in small letters.
    """
    marks = list(_PARTED.finditer(title))
    if not marks:
        return title
    head, last = title[: marks[-1].start()], title[marks[-1].end() :]
    first, tail = title[: marks[0].start()], title[marks[0].end() :]
    for part in (head, first, tail, last):
        if part.casefold() in known:
            return part
    site = (_meta(tree, "og:site_name") or _meta(tree, "application-name") or "").casefold()
    if last.casefold() == site:
        return head
    if first.casefold() == site:
        return tail
    if marks[-1][1] not in _BARS:
        return title
    if len(marks) == 1 and len(first.split()) <= _SITE_WORDS and len(last) > len(first):
        return last
    return head if len(last.split()) <= _SITE_WORDS else title


def _meta(tree: _Element, name: str) -> str | None:
    for meta in tree.iter("meta"):
        if str(meta.get("property") or meta.get("name") or "").lower() == name:
            return _folded(str(meta.get("content", "")))
    return None


def _folded(text: str | None) -> str | None:
    return " ".join((text or "").split()) or None
