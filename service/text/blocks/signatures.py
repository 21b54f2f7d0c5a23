"""Lines that only name a speaker or author: "— Ana Duarte, Portvale", "@handle", a letter's end."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

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
_WORDS = 16  # of a signature
_NAME_WORDS = 8
_PLACE_WORDS = 5
_OUTLET_WORDS = 4
_LAST_WORDS = 2
_PUNCTUATED = re.compile(r"[.!?…][\"”’'»)\]]*$")


@dataclass(frozen=True, slots=True)
class _Line:
    """A short paragraph and those around it, None where there is none."""

    own: Paragraph
    before: Paragraph | None
    after: Paragraph | None


def mark_signatures(paragraphs: Sequence[Paragraph]) -> None:
    """Paragraphs that are a signature, and a signature after the last sentence of one."""
    letters = _letter_ends(paragraphs)
    for i, paragraph in enumerate(paragraphs):
        if not paragraph.is_body:
            continue
        if i in letters or _is_signature(paragraphs, i):
            paragraph.mark(BlockKind.BYLINE)
        elif len(paragraph.pieces) > 1:
            before, last = paragraph.pieces[-2:]
            if _PUNCTUATED.search(before.clean) and _is_named(last, after=before.clean):
                paragraph.mark(BlockKind.BYLINE, [last])


def _is_signature(paragraphs: Sequence[Paragraph], at: int) -> bool:
    if paragraphs[at].words > _WORDS:
        return False
    before = paragraphs[at - 1] if at else None
    after = paragraphs[at + 1] if at + 1 < len(paragraphs) else None
    line = _Line(paragraphs[at], before, after)
    return any(rule(line) for rule in _RULES)


def _is_marked(line: _Line) -> bool:
    """ "— Ana Duarte, Portvale", "@anaduarte"."""
    text = line.own.text
    return bool(_SIGNED.match(text) or _PULLED.match(text) or _HANDLE.match(text))


def _is_author_or_outlet(line: _Line) -> bool:
    """ "Ana Duarte", "Solheim Reyes, Portvale Courier" under a text."""
    named = _NAMED.match(line.own.text) if _stands_below(line) else None
    return named is not None and (is_forename(named["first"]) or _is_outlet(named["outlet"]))


def _is_letter_writer(line: _Line) -> bool:
    """ "Solheim Reyes" between a letter to the editor and "Portvale, Maine"."""
    if not _stands_below(line) or not _is_text(line.before) or not _NAMED.match(line.own.text):
        return False
    after = line.after
    return after is not None and after.words <= _PLACE_WORDS and bool(_PLACE.match(after.text))


def _is_under_a_name(line: _Line) -> bool:
    """ "Portvale, Maine", "Portvale Courier" or, at the end, "Portvale" under a byline."""
    before = line.before
    if not _stands_below(line) or before is None or before.kind is not BlockKind.BYLINE:
        return False
    return not _is_text(before) and _is_place_or_outlet(line)


def _is_place_or_outlet(line: _Line) -> bool:
    text, words = line.own.text, line.own.words
    if line.after is None and words <= _LAST_WORDS and text.istitle():
        return True
    return bool(_PLACE.match(text)) or (words <= _OUTLET_WORDS and _is_outlet(text))


# Cases of a line that only names a speaker or author; one of them is enough.
_RULES: tuple[Callable[[_Line], bool], ...] = (
    _is_marked,
    _is_author_or_outlet,
    _is_letter_writer,
    _is_under_a_name,
)


def _stands_below(line: _Line) -> bool:
    """Whether something stands above the line, and it is not an item of a list."""
    return line.before is not None and not line.own.lines[0].bullet


def _is_text(paragraph: Paragraph | None) -> bool:
    """Whether a paragraph is too long for a name or a place."""
    return paragraph is not None and paragraph.words > _NAME_WORDS


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
