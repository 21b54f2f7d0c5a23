"""Headings: short, open-ended lines before body text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from service.text.blocks.heading_rules import is_heading
from service.text.document import BlockKind
from service.text.segmentation.paragraph_draft import Paragraph

HEADLINE_WORDS = 20
_ANSWER_WORDS = 12
_QUESTION = re.compile(
    r"(?:Who|What|Why|How|When|Where|Which|Whose|Is|Are|Can|Could|Should|Will|Would|Does|Do|Did|Has|"
    r"Have|Was|Were)\b(?![^?]* you)[^.?!“”\"]{3,140}\?\Z"
)
_SUBHEAD_WORDS = 10
_LABEL_WORDS = 3  # of a label, which introduces no list though it ends in a colon


def mark_headings(paragraphs: Sequence[Paragraph]) -> None:
    """Short, open-ended lines before body text. The last paragraph is never a heading."""
    last_body = max((i for i, p in enumerate(paragraphs) if p.is_body), default=-1)
    seen_body = False
    for i, listed in enumerate(_are_listed(paragraphs[: max(0, last_body)])):
        paragraph = paragraphs[i]
        if paragraph.kind is not BlockKind.BODY or (listed and seen_body):
            continue
        if _is_headline(paragraphs, i) if not seen_body else _is_subheading(paragraph):
            paragraph.mark(BlockKind.HEADING)
        else:
            seen_body = True


def _are_listed(paragraphs: Sequence[Paragraph]) -> Iterator[bool]:
    """For each paragraph whether it is a line of a list: "He named three books:" and its items."""
    listed = False
    before = ""
    for paragraph in paragraphs:
        if paragraph.kind is BlockKind.BODY:
            listed = before.endswith(":") or (listed and paragraph.words <= _SUBHEAD_WORDS)
            before = paragraph.text if paragraph.words > _LABEL_WORDS else ""
        else:
            listed = False
        yield listed


def _is_headline(paragraphs: Sequence[Paragraph], at: int) -> bool:
    """Whether a paragraph before all body text is a heading."""
    return (
        _is_over_dateline(paragraphs, at)
        or _asks(paragraphs, at)
        or _is_line(paragraphs[at], HEADLINE_WORDS)
    )


def _is_subheading(paragraph: Paragraph) -> bool:
    return _is_line(paragraph, _SUBHEAD_WORDS)


def _is_line(paragraph: Paragraph, limit: int) -> bool:
    return is_heading(paragraph.text, limit) and not paragraph.lines[0].bullet


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
