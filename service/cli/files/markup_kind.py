"""Classifies markup as an HTML page, which may be an article, or something else."""

from __future__ import annotations

import re

from service.cli.files.signatures import Kind

CODE = Kind("source code")
PAGE_SUFFIXES = (".html", ".htm", ".xhtml")
_XML = Kind("data (XML)", "take the article's text out of it")
_LOOK = 2000  # a root element, if there is one, begins within so many characters
_HTML = (
    "html|head|title|meta|link|script|style|body|article|main|section|header|footer|nav|aside|div|p"
    "|h[1-6]|ul|ol|li|dl|table|pre|blockquote|figure|form|center|font|span|a|b|i|em|strong"
    "|u|q|br|hr|img"
)
_PAGE = re.compile(rf"<(?:!doctype html|!--|(?:{_HTML})\b)", re.IGNORECASE)
_ELEMENT = re.compile(r"<[a-zA-Z][\w:.-]{0,60}[\s>/]")
_SIGNS: tuple[tuple[re.Pattern[str], Kind | None], ...] = (
    (re.compile(r"\A<svg|\A<\?xml[^>]{0,200}>\s{0,99}<svg"), Kind("an image (SVG)")),
    (re.compile(r"\A<\?php"), CODE),
    (
        re.compile(r"<(?:rss|feed|channel)\b"),
        Kind("a feed (RSS or Atom)", "name the page of one article"),
    ),
    (re.compile(r"<html\b", re.IGNORECASE), None),  # XHTML, behind its declaration
    (re.compile(r"\A<(?:\?xml|!DOCTYPE)"), _XML),
)
"""The first match gives the kind of the text; None means that it may be an article."""


def markup_kind(start: str, suffix: str) -> Kind | None:
    """The kind of a text that begins with "<"; None if it may be an article."""
    if _PAGE.match(start) or suffix in PAGE_SUFFIXES:
        return None
    opening = start[:_LOOK]
    for sign, kind in _SIGNS:
        if sign.search(opening):
            return kind
    closed = start[-99:].rstrip().endswith(">")  # "<laughs> Good." is a transcript
    return _XML if closed and _ELEMENT.match(start) else None
