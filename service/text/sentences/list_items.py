"""Lists that stand within a paragraph: "1) Pay the toll 2) Walk", often without full stops."""

from __future__ import annotations

import re
from itertools import pairwise

# "1.", "1)", "(1)", "1.)", "a)", "(a)", "(i)", "a.": capitals with a full stop are initials.
_HEAD = re.compile(r"[*_# ]*+(\(?)(\d{1,2}|[a-z]{1,4}|[A-Z](?=\)))(\.?\)|\.) ")
_ROMAN = "i ii iii iv v vi vii viii ix x xi xii".split()
_NEXT_ROMAN = dict(pairwise(_ROMAN))


def list_items(text: str) -> list[int]:
    """Offsets of the items after the first, if `text` begins with a list; empty otherwise.

    Each offset is that of the blank before the item. `text` has single blanks. An item counts
    only if its mark follows the one before in order and has the same form.
    """
    head = _HEAD.match(text)
    if head is None:
        return []
    opening, mark, closing = head.groups()
    found: list[int] = []
    at = head.end()
    following = _after(mark)
    while following:
        sign = f" {opening}{following}{closing} "
        at = text.find(sign, at)
        if at < 0 or (closing == "." and text[at + len(sign) : at + len(sign) + 1].islower()):
            break
        found.append(at)
        at += len(sign) - 1
        following = _after(following)
    return found


def _after(mark: str) -> str:
    """The mark of the next item, empty where there is none."""
    if mark.isdigit():
        return str(int(mark) + 1)
    if mark in _NEXT_ROMAN:
        return _NEXT_ROMAN[mark]
    return chr(ord(mark) + 1) if len(mark) == 1 and mark not in "zZ" else ""
