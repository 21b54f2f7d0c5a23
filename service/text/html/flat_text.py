"""The visible text of a page that is too large or too deep for a tree, in one pass over its tags.

Any depth of nesting is allowed. An element is hidden by its own `hidden` or `style`; style sheets
and class names are ignored.
"""

from __future__ import annotations

import re

from service.text.html.tags import Tag, tokens

_INVISIBLE = frozenset(
    """script style noscript template svg iframe nav title textarea select button canvas audio
    video object dialog datalist noframes""".split()
)
_BLOCKS = frozenset(
    """p div li h1 h2 h3 h4 h5 h6 blockquote br tr td th pre article section header footer main
    aside ul ol dl dt dd table figure figcaption hr form center""".split()
)
_VOID = frozenset("br hr img input meta link wbr area base col embed source track param".split())
# Their end tags are optional: the next element of the same name ends them.
_OPEN_ENDED = frozenset("p li dt dd tr td th option".split())
_HIDES = re.compile(
    r"\shidden(?=[\s=>/])|(?:display\s*+:\s*+none|visibility\s*+:\s*+hidden)", re.IGNORECASE
)


def visible_text(page: str) -> str:
    """All text that a reader would see, block elements on lines of their own."""
    parts: list[str] = []
    hidden, depth = "", 0  # the element that hides, and how many of its name are open
    for token in tokens(page):
        if not isinstance(token, Tag):
            if not depth:
                parts.append(token)
            continue
        if depth:
            depth = _left(token, hidden, depth)
        if not depth and not token.closing and _is_hidden(token, page):
            hidden, depth = token.name, 1
        if token.name in _BLOCKS:
            parts.append("\n")
    lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line)


def _left(tag: Tag, hidden: str, depth: int) -> int:
    """How many elements of the hidden one's name are open after the tag."""
    if tag.name != hidden:
        return depth
    if tag.closing or hidden in _OPEN_ENDED:
        return depth - 1
    return depth + 1


def _is_hidden(tag: Tag, page: str) -> bool:
    if tag.name in _INVISIBLE:
        return True
    if tag.name in _VOID or tag.end - tag.begin <= len(tag.name) + 2:
        return False
    return _HIDES.search(page, tag.begin, tag.end) is not None
