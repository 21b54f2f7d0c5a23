"""Lines that only say who spoke or wrote: "— Ana Duarte, Portvale", "@handle", a letter's end."""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.text.document import BlockKind
from service.text.forenames import is_forename
from service.text.paragraph import Paragraph, Piece

_WORD = r"(?:[A-Z][\w.’'-]{0,24}|of|the|and|de|da|van|von|der|for|in|at|&)"
_SIGNED = re.compile(rf"[—–―]{{1,2}}\s?[A-Z][\w.’'-]{{0,24}}(?:,? {_WORD}){{0,12}},?[.]?$")
_HANDLE = re.compile(r"@\w{2,30}[.]?$")
_NAMED = re.compile(
    rf"(?P<first>[A-Z][\w’'-]{{0,20}}\.?)(?: [A-Z][\w.’'-]{{0,20}}){{1,3}}(?P<outlet>, {_WORD}(?: {_WORD}){{0,6}})?[.]?$"
)
_PLACE = re.compile(r"[A-Z][\w.’'-]{1,20}(?: [A-Z][\w.’'-]{0,20}){0,2}, [A-Z][\w.]{1,14}(?: [A-Z]\w{1,12})?$")
_PUNCTUATED = re.compile(r"[.!?…][\"”’'»)\]]*$")


def mark_signatures(paragraphs: Sequence[Paragraph]) -> None:
    """Paragraphs that are a signature, and a signature after the last sentence of one."""
    for i, paragraph in enumerate(paragraphs):
        if not paragraph.is_body:
            continue
        if paragraph.words <= 16 and _is_signature(paragraphs, i):
            paragraph.mark(BlockKind.BYLINE)
        elif len(paragraph.pieces) > 1 and _is_named(paragraph.pieces[-1]):
            if _PUNCTUATED.search(paragraph.pieces[-2].clean):
                paragraph.mark(BlockKind.BYLINE, paragraph.pieces[-1:])


def _is_signature(paragraphs: Sequence[Paragraph], at: int) -> bool:
    text = paragraphs[at].text
    if _SIGNED.match(text) or _HANDLE.match(text):
        return True
    if at == 0:
        return False
    named = _NAMED.match(text)
    if named and not paragraphs[at].lines[0].bullet and is_forename(named["first"]):
        return True
    before = paragraphs[at - 1]
    return before.kind is BlockKind.BYLINE and bool(_PLACE.match(text)) and before.words <= 6


def _is_named(piece: Piece) -> bool:
    """ "Ana Duarte, Portvale Courier" or "— Ana Duarte", without a verb."""
    if _SIGNED.match(piece.clean):
        return True
    named = _NAMED.match(piece.clean)
    return bool(named and named["outlet"] and is_forename(named["first"]))
