"""Whether a name is used as that of a place."""

from __future__ import annotations

from service.text.document import Document
from service.text.entities.names import Name

_AT_PLACE = frozenset("in at near from to outside around of".split())
_REACH = 12  # code points before a name that hold the word before it


def is_place(document: Document, name: Name) -> bool:
    """ "celebrations in Moscow" is the town, "Moscow denied" the government."""
    before = document.text[max(0, name.span.begin - _REACH) : name.span.begin].split()
    return bool(before) and before[-1].lower() in _AT_PLACE
