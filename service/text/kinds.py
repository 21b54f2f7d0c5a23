"""What each paragraph and sentence is: heading, byline, caption, body, quote or boilerplate."""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.text.bios import mark_bios
from service.text.block_rules import Place, Reach
from service.text.boilerplate_rules import RULES
from service.text.bylines import is_dated_line
from service.text.captions import mark_captions
from service.text.document import CONTENT_KINDS, BlockKind
from service.text.paragraph import Paragraph, Piece
from service.text.patterns import POST_BY, QUOTED_LINE, is_label
from service.text.pleas import mark_beside_calls, mark_pleas
from service.text.sections import mark_sections
from service.text.signatures import mark_signatures

_CLOSED = re.compile(r"[.!?…;,:]\s?[\"”’')\]»]*$")
_SMALL = frozenset("a an the of in on to for and or but nor at by from with as vs via per".split())
_HEADLINE_WORDS = 20
_SUBHEAD_WORDS = 10
_DUPLICATE_WORDS = 8
_END_BLOCKS = 4
_NOTE_SENTENCES = 8
_GALLERY = 4
_LINE_WORDS = 14
_LONG_WORDS = 25
_SHOUTED = 6
_SENTENCE_WORDS = 3


def classify(paragraphs: Sequence[Paragraph]) -> None:
    """Give every sentence its kind. A text always keeps some body, if it has any words."""
    seen = False
    for i, paragraph in enumerate(paragraphs):
        _by_rules(paragraph, seen_body=seen, end=i >= len(paragraphs) - _END_BLOCKS)
        seen = seen or (paragraph.is_body and paragraph.words > _HEADLINE_WORDS)
    _mark_posts(paragraphs)
    mark_captions(paragraphs)
    mark_sections(paragraphs)
    mark_signatures(paragraphs)
    mark_bios(paragraphs)
    _mark_headings(paragraphs)
    mark_pleas(paragraphs)
    mark_beside_calls(paragraphs)
    _mark_galleries(paragraphs)
    _mark_repeats(paragraphs)
    _keep_some_body(paragraphs)


def _by_rules(paragraph: Paragraph, *, seen_body: bool, end: bool) -> None:
    """The kinds that a paragraph and its sentences have by themselves."""
    if all(QUOTED_LINE.match(line.text) for line in paragraph.lines):
        paragraph.mark(BlockKind.QUOTE)
    elif is_label(paragraph.text):
        paragraph.mark(BlockKind.BOILERPLATE)
    elif is_dated_line(paragraph.text):
        paragraph.mark(BlockKind.BYLINE)
    else:
        places = {Place.ANYWHERE}
        if seen_body:
            places.add(Place.BELOW)
        if end:
            places.add(Place.END)
        for piece in paragraph.pieces:
            if not piece.quoted:
                _ask(paragraph, piece, frozenset(places))


def _ask(paragraph: Paragraph, piece: Piece, places: frozenset[Place]) -> None:
    found = RULES.find(piece.clean, places)
    if found is None:
        return
    paragraph.mark(found.kind, [piece])
    first = piece is paragraph.pieces[0]
    if found.reach is Reach.BLOCK and first and len(paragraph.pieces) <= _NOTE_SENTENCES:
        paragraph.mark(found.kind)


def _mark_posts(paragraphs: Sequence[Paragraph]) -> None:
    """ "— Name (@handle) March 3, 2025" ends an embedded post: it and what it signs."""
    for i, paragraph in enumerate(paragraphs):
        last = paragraph.lines[-1].text
        if not POST_BY.search(last[-130:]):
            continue
        if POST_BY.match(last) and len(paragraph.lines) == 1:
            paragraph.mark(BlockKind.BYLINE)
            if i and paragraphs[i - 1].is_body and not paragraph.lines[0].first:
                paragraphs[i - 1].mark(BlockKind.QUOTE)
        else:
            if POST_BY.match(paragraph.pieces[-1].clean):
                paragraph.mark(BlockKind.BYLINE, paragraph.pieces[-1:])
            paragraph.mark(BlockKind.QUOTE)


def _mark_headings(paragraphs: Sequence[Paragraph]) -> None:
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
        if not seen_body and _is_over_dateline(paragraphs, i):
            paragraph.mark(BlockKind.HEADING)
            continue
        limit = _SUBHEAD_WORDS if seen_body else _HEADLINE_WORDS
        if _is_heading(paragraph.text, limit) and not paragraph.lines[0].bullet:
            paragraph.mark(BlockKind.HEADING)
        else:
            seen_body = True


def _is_over_dateline(paragraphs: Sequence[Paragraph], at: int) -> bool:
    """A headline with a full stop: one short sentence right over a dateline."""
    following = paragraphs[at + 1]
    return (
        len(paragraphs[at].pieces) == 1
        and paragraphs[at].words <= _HEADLINE_WORDS
        and not paragraphs[at].dated
        and following.dated
        and following.is_body
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
    if _CLOSED.search(text):
        return False
    return not text[0].islower() and not text.startswith(("“", '"', "@"))


def _mark_galleries(paragraphs: Sequence[Paragraph]) -> None:
    """Headings without text under them, several in a row, and short lines at the end."""
    _mark_tail(paragraphs)
    _mark_shouted(paragraphs)
    run: list[Paragraph] = []
    seen_body = False
    for paragraph in [*paragraphs, None]:
        if paragraph is not None and paragraph.kind is BlockKind.HEADING:
            run.append(paragraph)
            continue
        if seen_body and len(run) >= _GALLERY:
            for one in run[:-1] if paragraph is not None and paragraph.is_body else run:
                one.mark(BlockKind.BOILERPLATE)
        run = []
        seen_body = seen_body or (paragraph is not None and paragraph.is_body)


def _mark_shouted(paragraphs: Sequence[Paragraph]) -> None:
    """Lines in capitals between the paragraphs of an article, as some papers set their links."""
    long = [i for i, p in enumerate(paragraphs) if p.is_body and p.words > _LONG_WORDS]
    if len(long) < _GALLERY:
        return
    for i in range(long[0] + 1, len(paragraphs)):
        text = paragraphs[i].text
        if paragraphs[i].words >= _SHOUTED and text.isupper() and not _CLOSED.search(text):
            paragraphs[i].mark(BlockKind.BOILERPLATE)


def _mark_tail(paragraphs: Sequence[Paragraph]) -> None:
    """Short lines to the end of an article, most without a stop: captions or links."""
    start = len(paragraphs)
    while start and paragraphs[start - 1].words <= _LINE_WORDS and _is_line(paragraphs[start - 1]):
        start -= 1
    lead = paragraphs[start - 1] if start else None
    tail = [p for p in paragraphs[start:] if p.kind in (BlockKind.BODY, BlockKind.HEADING)]
    while tail and _CLOSED.search(tail[0].text):
        lead = tail.pop(0)
    open_ended = sum(not _CLOSED.search(p.text) for p in tail)
    long = sum(p.words > _LONG_WORDS for p in paragraphs[:start] if p.is_body)
    if lead is not None and lead.text.endswith(":"):
        return  # a list of the article's own
    if len(tail) >= _GALLERY and open_ended >= 0.6 * len(tail) and long >= 3:
        for paragraph in tail:
            paragraph.mark(BlockKind.BOILERPLATE)


def _is_line(paragraph: Paragraph) -> bool:
    return not paragraph.lines[0].bullet and len(paragraph.pieces) <= 2


def _mark_repeats(paragraphs: Sequence[Paragraph]) -> None:
    """A paragraph that stands in the text twice counts once."""
    seen: set[str] = set()
    for paragraph in paragraphs:
        if paragraph.kind is not BlockKind.BODY or paragraph.words < _DUPLICATE_WORDS:
            continue
        key = paragraph.text.lower()
        if key in seen:
            paragraph.mark(BlockKind.BOILERPLATE)
        seen.add(key)


def _keep_some_body(paragraphs: Sequence[Paragraph]) -> None:
    """ "The president lied about the deal" alone is the text, not its heading.

    So is "Please donate to the shelter.": where nothing else is posted, a sentence is the text.
    """
    if any(piece.kind in CONTENT_KINDS for p in paragraphs for piece in p.pieces):
        return
    spare = [p for p in paragraphs if p.kind is BlockKind.HEADING]
    spare = spare or [p for p in paragraphs if p.kind in (BlockKind.CAPTION, BlockKind.BYLINE)]
    worded = [p for p in spare if any(c.isalpha() for c in p.text)]
    if worded:
        kept = max(worded, key=lambda p: p.words).pieces
    else:
        kept = [
            piece
            for p in paragraphs
            for piece in p.pieces
            if piece.clean.endswith((".", "!", "?")) and len(piece.clean.split()) >= _SENTENCE_WORDS
        ]
    for piece in kept:
        piece.kind = BlockKind.BODY
