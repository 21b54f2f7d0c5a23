"""Lines that only say who spoke or wrote: "— Ana Duarte, Portvale", "@handle", a letter's end."""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.text.document import BlockKind
from service.text.gazetteers.first_names import is_forename
from service.text.segmentation.paragraph_draft import Paragraph, Piece

_WORD = r"(?:[A-Z][\w.’'-]{0,24}|of|the|and|de|da|van|von|der|for|in|at|&)"
_SIGNED = re.compile(rf"[—–―]{{1,2}}\s?[A-Z][\w.’'-]{{0,24}}(?:,? {_WORD}){{0,12}},?[.]?$")
_HANDLE = re.compile(r"@\w{2,30}[.]?$")
_NAMED = re.compile(
    r"(?P<first>[A-Z][\w’'-]{0,20}\.?)(?: [A-Z][\w.’'-]{0,20}){1,3}"
    rf"(?P<outlet>, {_WORD}(?: {_WORD}){{0,6}})?[.]?$"
)
_PLACE = re.compile(
    r"[A-Z][\w.’'-]{1,20}(?: [A-Z][\w.’'-]{0,20}){0,2}, [A-Z][\w.]{1,14}(?: [A-Z]\w{1,12})?$"
)
_PULLED = re.compile(r"[—–―]{1,2}[A-Z][^.!?“”\"]{2,120}$")
_OUTLETS = frozenset(
    """today times post news journal tribune herald chronicle gazette press reuters network magazine
    review daily observer guardian telegraph mail mirror courier star globe sun register politico
    bloomberg cnn bbc nbc abc cbs npr pbs vox slate atlantic yorker republic intercept wire board
    usa fivethirtyeight examiner dispatch inquirer sentinel standard independent economist
    week""".split()
)
_LETTER_END = re.compile(
    r"(?=.{0,60}[a-z])[A-Z][\w’'-]{1,20}(?: [A-Z]\.| [A-Z][\w’'-]{0,20}){1,3}\.$"
)
_LETTERS = 2
_PUNCTUATED = re.compile(r"[.!?…][\"”’'»)\]]*$")


def mark_signatures(paragraphs: Sequence[Paragraph]) -> None:
    """Paragraphs that are a signature, and a signature after the last sentence of one."""
    letters = _letter_ends(paragraphs)
    for i, paragraph in enumerate(paragraphs):
        if not paragraph.is_body:
            continue
        if i in letters:
            paragraph.mark(BlockKind.BYLINE)
            continue
        if paragraph.words <= 16 and _is_signature(paragraphs, i):
            paragraph.mark(BlockKind.BYLINE)
        elif len(paragraph.pieces) > 1:
            before, last = paragraph.pieces[-2:]
            if _PUNCTUATED.search(before.clean) and _is_named(last, after=before.clean):
                paragraph.mark(BlockKind.BYLINE, [last])


def _is_signature(paragraphs: Sequence[Paragraph], at: int) -> bool:
    text = paragraphs[at].text
    if _SIGNED.match(text) or _PULLED.match(text) or _HANDLE.match(text):
        return True
    if at == 0 or paragraphs[at].lines[0].bullet:
        return False
    before = paragraphs[at - 1]
    named = _NAMED.match(text)
    if named and (is_forename(named["first"]) or _is_outlet(named["outlet"])):
        return True
    if named and before.words > 8 and at + 1 < len(paragraphs) and paragraphs[at + 1].words <= 5:
        return bool(_PLACE.match(paragraphs[at + 1].text))  # a letter's name and place
    if before.kind is not BlockKind.BYLINE or before.words > 8:
        return False
    if at + 1 == len(paragraphs) and paragraphs[at].words <= 2 and text.istitle():
        return True  # "Portvale" under a letter's name
    return bool(_PLACE.match(text)) or (paragraphs[at].words <= 4 and _is_outlet(text))


def _letter_ends(paragraphs: Sequence[Paragraph]) -> set[int]:
    """Names with a full stop in paragraphs of their own, where there are several of them."""
    found = {
        i
        for i, p in enumerate(paragraphs)
        if i
        and p.words <= 4
        and p.is_body
        and _LETTER_END.match(p.text)
        and paragraphs[i - 1].words > 4
    }
    return found if len(found) >= _LETTERS else set()


def _is_outlet(name: str | None) -> bool:
    return any(w.lower().strip(".,") in _OUTLETS for w in (name or "").split())


def _is_named(piece: Piece, after: str) -> bool:
    """ "Ana Duarte, Portvale Courier" or "— Ana Duarte", without a verb, after a sentence."""
    if _SIGNED.match(piece.clean):
        return True
    named = _NAMED.match(piece.clean)
    if not named or not named["outlet"]:
        return False
    quoted = after.endswith(("”", '"', "’"))
    return quoted or is_forename(named["first"]) or _is_outlet(named["outlet"])
