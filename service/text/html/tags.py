"""HTML divided into tags and text in one pass, in linear time for any input.

The parser of the standard library searches for the same missing end again and again: a megabyte
of "<!--" takes it minutes.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

# No backtracking. A quotation mark without a closing one is tried only once.
_TAG = re.compile(r"""</?([A-Za-z][^\s/>]*+)(?:=\s*(?:"[^"]*"|'[^']*')|[^>])*+>""")
# The same tags without a call for each, and comments and raw text, which hide tags.
_ATTRIBUTES = _TAG.pattern.partition("*+)")[2]
_TAGS = re.compile(
    r"<!--(?:[^-]++|-(?!->))*+|<[!?][^>]*+|"
    rf"(<(script|style|iframe)(?![^\s/>]){_ATTRIBUTES})[^<]*+(?:<(?!/\2)[^<]*+)*+|"
    rf"(</?[A-Za-z][^\s/>]*+{_ATTRIBUTES})|<[A-Za-z/].*",
    re.DOTALL | re.IGNORECASE,
)
_RAW_END = {name: re.compile(f"</{name}", re.IGNORECASE) for name in ("script", "style", "iframe")}
_LONG_NUMBER = re.compile(r"&#[xX]?[0-9a-fA-F]{9,};?")  # Python would refuse to read it
_LONG_TAG = 4096
_MOST_ATTRIBUTES = 200


@dataclass(frozen=True, slots=True)
class Tag:
    """`begin` and `end` are offsets into the page; `name` is in lower case."""

    name: str
    closing: bool
    begin: int
    end: int


def tokens(page: str) -> Iterator[Tag | str]:
    """Tags and the text between them, references resolved; comments are left out."""
    at = 0
    while (begin := page.find("<", at)) >= 0:
        if begin > at:
            yield unescaped(page[at:begin])
        if page.startswith("<!--", begin):
            end = page.find("-->", begin + 4)
            at = end + 3
        elif page.startswith(("<!", "<?"), begin):
            end = page.find(">", begin)
            at = end + 1
        elif found := _TAG.match(page, begin):
            tag = Tag(found[1].lower(), page[begin + 1] == "/", begin, found.end())
            yield tag
            at = end = tag.end
            if tag.name in _RAW_END and not tag.closing:
                close = _RAW_END[tag.name].search(page, at)
                at = end = close.start() if close else -1
        elif page[begin + 1 : begin + 2].isalpha() or page.startswith("</", begin):
            end = -1  # a tag that never ends
        else:
            yield "<"
            at = end = begin + 1
        if end < 0:
            return  # as in browsers, a tag or comment that never ends takes the rest of the page
    yield unescaped(page[at:])


def unescaped(text: str) -> str:
    """The text with its character references resolved."""
    return html.unescape(_LONG_NUMBER.sub("\ufffd", text)) if "&" in text else text


def without_oversized_tags(page: str) -> str:
    """The page, with tags of very many attributes reduced to their names.

    Parsers compare each attribute with all earlier ones, which takes quadratic time.
    """
    long = (m for m in _TAGS.finditer(page) if m.end() - m.start() > _LONG_TAG)
    if not any(_is_long(found) for found in long):
        return page
    parts, at = [], 0
    for token in tokens(page):
        if isinstance(token, Tag) and token.end - token.begin > _LONG_TAG:
            if len(page[token.begin : token.end].split(None, _MOST_ATTRIBUTES + 1)) > (
                _MOST_ATTRIBUTES
            ):
                slash = "/" if token.closing else ""
                parts += [page[at : token.begin], f"<{slash}{token.name}>"]
                at = token.end
    return "".join((*parts, page[at:])) if parts else page


def _is_long(found: re.Match[str]) -> bool:
    return found.end(1) - found.start(1) > _LONG_TAG or found.end(3) - found.start(3) > _LONG_TAG
