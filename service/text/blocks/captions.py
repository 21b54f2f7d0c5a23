"""Photo captions: sentences before a credit, and lines next to one that describe a picture."""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.text.blocks.bylines import DATE
from service.text.boilerplate.patterns import PICTURED, is_credited, is_dated_caption, is_placed
from service.text.document import BlockKind
from service.text.segmentation.paragraph_draft import Paragraph, Piece

_WORDS = 90  # of a caption; those of agencies also tell the story
_SENTENCES = 6
_SHORT = 45
_LABELLED = re.compile(
    r"[\w ]{0,20}(?:photo(?:graph)?|image|picture|credit|illustration)s?\s?:", re.IGNORECASE
)
_LABELLED_WORDS = 45
_BY = re.compile(r"(?:photo|image|picture|photograph|video|courtesy|illustration)", re.IGNORECASE)
_PAST = re.compile(r"\b(?:was|were|had|has|have|will|said|says|told|\w{3,}ed)\b")
_ADJECTIVE = re.compile(r"\b(?:an?|the|of|in|with|his|her|their) \w{3,}ed (?=\w)", re.IGNORECASE)
_BESIDE = 16


def mark_captions(paragraphs: Sequence[Paragraph]) -> None:
    """The sentences before a credit in its paragraph, and the line next to a bare credit."""
    for i, paragraph in enumerate(paragraphs):
        if not paragraph.pieces:
            continue
        _mark_own(paragraph)
        if all(p.kind is BlockKind.CAPTION for p in paragraph.pieces) and paragraph.words <= 12:
            for other in paragraphs[max(0, i - 1) : i + 2]:
                if other.is_body and len(other.pieces) <= 2 and _is_beside(other.text):
                    other.mark(BlockKind.CAPTION)


def _mark_own(paragraph: Paragraph) -> None:
    credit = _credit(paragraph.pieces)
    if credit is None:
        return
    before = paragraph.pieces[: credit + 1]
    paragraph.mark(BlockKind.CAPTION, before[-1:])
    words = sum(len(p.clean.split()) for p in before)
    if len(before) > _SENTENCES or words > _WORDS:
        return
    others = before[:-1]
    pictured = all(_is_pictured(p.clean) for p in others)
    if pictured or not _is_article(others, before[-1].clean, words):
        paragraph.mark(BlockKind.CAPTION, others)


def _is_article(others: Sequence[Piece], credit: str, words: int) -> bool:
    """Whether the sentences before a credit are part of the article."""
    if credit.lower().startswith(("(image", "(photo", "[image", "[photo")):
        return not (len(others) == 1 and _is_scene(others[0].clean))
    if _LABELLED.match(credit):
        return words > _LABELLED_WORDS
    if _BY.match(credit):
        return any(_PAST.search(p.clean[:300]) and len(p.clean.split()) > 7 for p in others)
    return False


def _is_scene(text: str) -> bool:
    """ "A woman wades through a street in Marlow on Sunday.": no verb of it is in the past."""
    return len(text.split()) <= _SHORT and not _PAST.search(_ADJECTIVE.sub(" ", text[:500]))


def _credit(pieces: Sequence[Piece]) -> int | None:
    """The last sentence that is, or ends in, a credit."""
    for i in range(len(pieces) - 1, -1, -1):
        piece = pieces[i]
        if piece.quoted:
            continue
        if piece.kind is BlockKind.CAPTION or is_credited(piece.clean):
            return i
        if is_dated_caption(piece.clean) or is_placed(piece.clean):
            return i
    return None


def _is_beside(text: str) -> bool:
    """Whether a line next to a bare credit describes the picture."""
    short = len(text.split()) <= _BESIDE or DATE.search(text[:500])
    return bool(short) and _is_pictured(text)


def _is_pictured(text: str) -> bool:
    return len(text.split()) <= _SHORT and bool(PICTURED.match(text[:500]))
