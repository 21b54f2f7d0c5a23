"""A page's headline: without the name of the site, and of bounded length."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml.etree import _Element

from service.text.headlines import LONGEST_HEADLINE, bounded

_PARTED = re.compile(r" ([|–—·•»«›/-]|::) ")
_BARS = frozenset(("|", "»", "«", "›", "::", "•", "·"))
_SITE_WORDS = 4


def page_title(tree: _Element) -> str | None:
    """`<title>` without the site's name, or `og:title`, or the only `<h1>`; None without any."""
    shared = _meta(tree, "og:title")
    headings = [_folded("".join(h.itertext())) for h in tree.findall(".//h1")[:2]]
    titles = (t for t in tree.iter("title") if t.getparent().tag != "svg")
    if titled := _folded(next((t.text for t in titles), None)) or shared:
        known = {t.casefold() for t in (shared, *headings) if t}
        return bounded(_without_site(titled[: 4 * LONGEST_HEADLINE], tree, known))
    return bounded(headings[0]) if len(headings) == 1 and headings[0] else None


@dataclass(frozen=True, slots=True)
class _Parts:
    """A title divided at its separators.

    The last separator is between `head` and `last`, the first one between `first` and `tail`.
    `bar` says that the last one usually separates the name of the site, as " | " does; `single`
    that there is only one.
    """

    title: str
    head: str
    last: str
    first: str
    tail: str
    bar: bool
    single: bool


def _without_site(title: str, tree: _Element, known: set[str]) -> str:
    """The title up to its last separator, or from its first, where the rest names the site.

    `known` are headlines of the page, case-folded.
    """
    parts = _parts(title)
    if parts is None:
        return title
    headline = _known_part(parts, known)
    if headline is None:
        headline = _beside_site_name(parts, tree)
    if headline is None:
        headline = _beside_short_part(parts) if parts.bar else title
    return headline


def _parts(title: str) -> _Parts | None:
    marks = list(_PARTED.finditer(title))
    if not marks:
        return None
    begin, end = marks[0], marks[-1]
    return _Parts(
        title,
        title[: end.start()],
        title[end.end() :],
        title[: begin.start()],
        title[begin.end() :],
        end[1] in _BARS,
        len(marks) == 1,
    )


def _known_part(parts: _Parts, known: set[str]) -> str | None:
    """The part that is a headline of the page: "Harbour road closed | News | Gazette"."""
    candidates = (parts.head, parts.first, parts.tail, parts.last)
    return next((part for part in candidates if part.casefold() in known), None)


def _beside_site_name(parts: _Parts, tree: _Element) -> str | None:
    """What stands before or after the name that the page gives its site."""
    site = (_meta(tree, "og:site_name") or _meta(tree, "application-name") or "").casefold()
    if parts.last.casefold() == site:
        return parts.head
    return parts.tail if parts.first.casefold() == site else None


def _beside_short_part(parts: _Parts) -> str:
    """What stands beside a few words, which are taken for the name of the site."""
    short = len(parts.first.split()) <= _SITE_WORDS
    if parts.single and short and len(parts.last) > len(parts.first):
        return parts.last
    return parts.head if len(parts.last.split()) <= _SITE_WORDS else parts.title


def _meta(tree: _Element, name: str) -> str | None:
    for meta in tree.iter("meta"):
        if str(meta.get("property") or meta.get("name") or "").lower() == name:
            return _folded(str(meta.get("content", "")))
    return None


def _folded(text: str | None) -> str | None:
    return " ".join((text or "").split()) or None
