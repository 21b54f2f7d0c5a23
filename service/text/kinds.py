"""What each paragraph is: heading, byline, caption, body, quote or boilerplate."""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.text.clean import fold
from service.text.document import BlockKind
from service.text.lines import Line
from service.text.patterns import (
    POST_BY,
    QUOTED_LINE,
    is_boilerplate,
    is_byline,
    is_caption,
)

_CLOSED = re.compile(r"[.!?…;,:]\s?[\"”’')\]»]*$")
_HEADLINE_WORDS = 20
_SUBHEAD_WORDS = 10
_DUPLICATE_WORDS = 8


def classify(paragraphs: Sequence[Sequence[Line]]) -> list[BlockKind]:
    """A kind for every paragraph. A text always keeps some body, if it has any words."""
    texts = [fold(" ".join(line.text for line in p)) for p in paragraphs]
    kinds = [_alone(text, p) for text, p in zip(texts, paragraphs, strict=True)]
    _mark_posts(paragraphs, kinds)
    _mark_headings(texts, paragraphs, kinds)
    _mark_repeats(texts, kinds)
    _keep_some_body(texts, kinds)
    return kinds


def _alone(text: str, paragraph: Sequence[Line]) -> BlockKind:
    if all(QUOTED_LINE.match(line.text) for line in paragraph):
        return BlockKind.QUOTE
    if is_boilerplate(text):
        return BlockKind.BOILERPLATE
    if is_byline(text):
        return BlockKind.BYLINE
    if is_caption(text):
        return BlockKind.CAPTION
    return BlockKind.BODY


def _mark_posts(paragraphs: Sequence[Sequence[Line]], kinds: list[BlockKind]) -> None:
    """ "— Name (@handle) March 3, 2025" ends an embedded post: it and what it signs."""
    for i, paragraph in enumerate(paragraphs):
        last = paragraph[-1].text
        if not POST_BY.search(last[-130:]):
            continue
        if POST_BY.match(last) and len(paragraph) == 1:
            kinds[i] = BlockKind.BYLINE
            if i and kinds[i - 1] is BlockKind.BODY and not paragraph[0].first:
                kinds[i - 1] = BlockKind.QUOTE
        else:
            kinds[i] = BlockKind.QUOTE


def _mark_headings(
    texts: Sequence[str], paragraphs: Sequence[Sequence[Line]], kinds: list[BlockKind]
) -> None:
    """Short, open-ended lines before body text. The last paragraph is never a heading."""
    last_body = max((i for i, k in enumerate(kinds) if k is BlockKind.BODY), default=-1)
    seen_body = False
    for i in range(last_body):
        if kinds[i] is not BlockKind.BODY:
            continue
        limit = _SUBHEAD_WORDS if seen_body else _HEADLINE_WORDS
        if _is_heading(texts[i], limit) and not paragraphs[i][0].bullet:
            kinds[i] = BlockKind.HEADING
        else:
            seen_body = True


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
    if _CLOSED.search(text):
        return False
    return not text[0].islower() and not text.startswith(("“", '"', "@"))


def _mark_repeats(texts: Sequence[str], kinds: list[BlockKind]) -> None:
    """A paragraph that stands in the text twice counts once."""
    seen: set[str] = set()
    for i, text in enumerate(texts):
        if kinds[i] is not BlockKind.BODY or len(text.split()) < _DUPLICATE_WORDS:
            continue
        key = text.lower()
        if key in seen:
            kinds[i] = BlockKind.BOILERPLATE
        seen.add(key)


def _keep_some_body(texts: Sequence[str], kinds: list[BlockKind]) -> None:
    """ "The president lied about the deal" alone is the text, not its heading."""
    if any(k in (BlockKind.BODY, BlockKind.QUOTE) for k in kinds):
        return
    spare = [i for i, k in enumerate(kinds) if k is BlockKind.HEADING]
    spare = spare or [i for i, k in enumerate(kinds) if k in (BlockKind.CAPTION, BlockKind.BYLINE)]
    worded = [i for i in spare if any(c.isalpha() for c in texts[i])]
    if worded:
        kinds[max(worded, key=lambda i: len(texts[i].split()))] = BlockKind.BODY
