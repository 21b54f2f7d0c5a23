"""Headings: short, open-ended lines before body text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.text.document import BlockKind
from service.text.segmentation.paragraph_draft import Paragraph

CLOSED = re.compile(r"[.!?…;,:]\s?[\"”’')\]»]*$")
HEADLINE_WORDS = 20
_ANSWER_WORDS = 12
_QUESTION = re.compile(
    r"(?:Who|What|Why|How|When|Where|Which|Whose|Is|Are|Can|Could|Should|Will|Would|Does|Do|Did|Has|"
    r"Have|Was|Were)\b(?![^?]* you)[^.?!“”\"]{3,140}\?\Z"
)
_SMALL = frozenset("a an the of in on to for and or but nor at by from with as vs via per".split())
_SUBHEAD_WORDS = 10


def mark_headings(paragraphs: Sequence[Paragraph]) -> None:
    """Short, open-ended lines before body text. The last paragraph is never a heading."""
    last_body = max((i for i, p in enumerate(paragraphs) if p.is_body), default=-1)
    seen_body = listed = False
    before = ""
    for i, paragraph in enumerate(paragraphs[: max(0, last_body)]):
        if paragraph.kind is not BlockKind.BODY:
            listed = False
            continue
        # "He named three books:" and the lines under it.
        listed = (listed and paragraph.words <= _SUBHEAD_WORDS) or before.endswith(":")
        before = paragraph.text if paragraph.words > 3 else ""
        if listed and seen_body:
            continue
        if not seen_body and (_is_over_dateline(paragraphs, i) or _asks(paragraphs, i)):
            paragraph.mark(BlockKind.HEADING)
            continue
        limit = _SUBHEAD_WORDS if seen_body else HEADLINE_WORDS
        if _is_heading(paragraph.text, limit) and not paragraph.lines[0].bullet:
            paragraph.mark(BlockKind.HEADING)
        else:
            seen_body = True


def _is_over_dateline(paragraphs: Sequence[Paragraph], at: int) -> bool:
    """A headline with a full stop: one short sentence right over a dateline."""
    following = paragraphs[at + 1]
    return (
        len(paragraphs[at].pieces) == 1
        and paragraphs[at].words <= HEADLINE_WORDS
        and not paragraphs[at].dated
        and following.dated
        and following.is_body
    )


def _asks(paragraphs: Sequence[Paragraph], at: int) -> bool:
    """A question for a headline, over a paragraph: "Who owns the river?". Interviews ask more."""
    if at or not _QUESTION.match(paragraphs[0].text) or len(paragraphs[0].pieces) != 1:
        return False
    following = paragraphs[1]
    return (
        paragraphs[0].words <= HEADLINE_WORDS
        and following.is_body
        and following.words >= _ANSWER_WORDS
        and not any(p.text.endswith("?") for p in paragraphs[1:])
    )


def _is_heading(text: str, limit: int) -> bool:
    words = text.split()
    if len(words) > limit or not any(c.isalpha() for c in text):
        return False
    if text.startswith("#"):
        return True
    letters = [c for c in text if c.isalpha()]
    if all(c.isupper() for c in letters) and len(letters) > 3:
        return True
    long_words = [w for w in words if len(w) > 3 and w[0].isalpha()]
    title_case = len(long_words) >= 2 and all(w[0].isupper() for w in long_words)
    if title_case and text.endswith(("?", "!")):
        return True
    if title_case and len(long_words) >= 4 and all(w in _SMALL for w in words if w[0].islower()):
        return True
    if CLOSED.search(text):
        return False
    return not text[0].islower() and not text.startswith(("“", '"', "@"))
