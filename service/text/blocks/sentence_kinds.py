"""Sentences that are not the article, by rules and then by weights.

The rules (`boilerplate.all_rules`) match the usual wordings. Other sentences are weighed by a
linear model over groups of words (`boilerplate.line_features`): a line that speaks to the reader
about the site itself is not part of the article, however it is worded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import compress, pairwise

from service.text.blocks.bylines import is_dated_line
from service.text.blocks.heading_rules import CLOSED
from service.text.blocks.headings import HEADLINE_WORDS
from service.text.boilerplate.all_rules import RULES
from service.text.boilerplate.line_features import features
from service.text.boilerplate.line_forms import IMPERATIVES
from service.text.boilerplate.line_weights import is_likely_boilerplate
from service.text.boilerplate.patterns import QUOTED_LINE, is_label
from service.text.boilerplate.rule import Place, Reach, is_attributed
from service.text.document import BlockKind
from service.text.segmentation.paragraph_draft import Paragraph, Piece

_END_BLOCKS = 4
_NOTE_SENTENCES = 8
_LINE_WORDS = 4
_SHORTEST = 8
_PROSE_WORDS = 12
_ADDRESSED = 0.5
_YOU = re.compile(r"\b(?:you|your|yours|we|our|us)\b")
_MARKS = '“"‘«'

# A sentence, the paragraph that it stands in, and the names of its features.
Weighable = tuple[Paragraph, Piece, tuple[str, ...]]


def mark_by_rules(paragraphs: Sequence[Paragraph]) -> None:
    """The kinds that lines and sentences have by themselves."""
    for paragraph, below, end in _placed(paragraphs):
        _by_rules(paragraph, seen_body=below, end=end)


def mark_by_weight(paragraphs: Sequence[Paragraph]) -> None:
    """Sentences that no rule matches and that speak to the reader about the site itself.

    Where nothing else would be left, the text is about such things and they stay.
    """
    candidates = _candidates(paragraphs)
    if not any(is_likely_boilerplate(shown, adjacent=True) for _, _, shown in candidates):
        return
    bodies = [p for paragraph in paragraphs for p in paragraph.pieces if p.kind is BlockKind.BODY]
    addressed = _is_addressed(bodies)
    found = [is_likely_boilerplate(shown, addressed=addressed) for _, _, shown in candidates]
    if sum(found) == len(bodies):
        return
    for paragraph, piece, _ in compress(candidates, found):
        paragraph.mark(BlockKind.BOILERPLATE, [piece])
    left = [one for one, is_found in zip(candidates, found, strict=True) if not is_found]
    if left:
        _mark_adjacent(paragraphs, left, addressed=addressed)


def _candidates(paragraphs: Sequence[Paragraph]) -> list[Weighable]:
    """Sentences of body text that may be weighed and are not attributed to somebody."""
    return [
        (paragraph, piece, shown)
        for paragraph, piece, shown in weighable(paragraphs)
        if piece.kind is BlockKind.BODY and not is_attributed(piece.clean)
    ]


def _mark_adjacent(
    paragraphs: Sequence[Paragraph], left: Sequence[Weighable], *, addressed: bool
) -> None:
    """Sentences that weigh enough because one beside them is boilerplate already."""
    neighbours = _neighbours(paragraphs)
    for paragraph, piece, shown in left:
        if id(piece) in neighbours and is_likely_boilerplate(
            shown, addressed=addressed, adjacent=True
        ):
            paragraph.mark(BlockKind.BOILERPLATE, [piece])


def _is_addressed(bodies: Sequence[Piece]) -> bool:
    """Whether the text itself speaks to the reader: a letter, a speech, instructions."""
    return sum(map(addresses, bodies)) >= _ADDRESSED * len(bodies)


def addresses(piece: Piece) -> bool:
    """Whether a sentence says "you" or "we", or tells the reader to do something."""
    low = piece.clean[:300].lower()
    return bool(_YOU.search(low)) or low.split(" ", 1)[0].strip(",") in IMPERATIVES


def _neighbours(paragraphs: Sequence[Paragraph]) -> set[int]:
    """Ids of sentences next to boilerplate: a sentence of the paragraph, or a whole paragraph.

    A label of a few words, such as "Advertisement" between two paragraphs, does not count.
    """
    found: set[int] = set()
    for i, paragraph in enumerate(paragraphs):
        pieces = paragraph.pieces
        for a, b in pairwise(pieces):
            if BlockKind.BOILERPLATE in (a.kind, b.kind):
                found |= {id(a), id(b)}
        for other in paragraphs[max(0, i - 1) : i + 2]:
            if other is not paragraph and pieces and other.words >= _LINE_WORDS:
                near = pieces[0] if other is paragraphs[i - 1] else pieces[-1]
                if other.kind is BlockKind.BOILERPLATE:
                    found.add(id(near))
    return found


def weighable(paragraphs: Sequence[Paragraph]) -> Iterator[Weighable]:
    """Sentences with something to weigh, and the names of their features."""
    for paragraph, below, end in _placed(paragraphs):
        for piece in paragraph.pieces:
            # Quotations and the lead of a list are part of the article.
            if piece.quoted or piece.clean[:1] in _MARKS or piece.clean.endswith(":"):
                continue
            alone = len(paragraph.pieces) == 1
            shown = features(piece.clean, alone=alone, below=below, end=end)
            if shown:
                yield paragraph, piece, shown


def _placed(paragraphs: Sequence[Paragraph]) -> Iterator[tuple[Paragraph, bool, bool]]:
    """(paragraph, whether text of the article stands before it, whether it is near the end)."""
    words = 0
    for i, paragraph in enumerate(paragraphs):
        near = i >= len(paragraphs) - _END_BLOCKS and not _heads(paragraphs, i)
        yield paragraph, words > HEADLINE_WORDS, near
        if paragraph.is_body and (paragraph.words > HEADLINE_WORDS or _is_closed(paragraph)):
            words += paragraph.words


def _heads(paragraphs: Sequence[Paragraph], at: int) -> bool:
    """Whether a line stands over text of the article, as a subheading does."""
    if at + 1 >= len(paragraphs) or CLOSED.search(paragraphs[at].text[-8:]):
        return False
    below = paragraphs[at + 1]
    return below.is_body and below.words >= _PROSE_WORDS and _is_closed(below)


def _is_closed(paragraph: Paragraph) -> bool:
    """Whether it ends as a sentence does, and is long enough to be one of an article."""
    return paragraph.words >= _SHORTEST and bool(CLOSED.search(paragraph.text[-8:]))


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
