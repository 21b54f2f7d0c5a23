"""What each paragraph and sentence is: heading, byline, caption, body, quote or boilerplate."""

from __future__ import annotations

from collections.abc import Sequence

from service.text.blocks.appeals import mark_appeals, mark_beside_calls, mark_the_rest
from service.text.blocks.bios import mark_bios
from service.text.blocks.captions import mark_captions
from service.text.blocks.galleries import mark_galleries
from service.text.blocks.headings import mark_headings
from service.text.blocks.sections import mark_sections
from service.text.blocks.sentence_kinds import mark_by_rules, mark_by_weight
from service.text.blocks.signatures import mark_signatures
from service.text.boilerplate.patterns import POST_BY
from service.text.document import CONTENT_KINDS, BlockKind
from service.text.segmentation.paragraph_draft import Paragraph, Piece

_DUPLICATE_WORDS = 8
_SENTENCE_WORDS = 3


def classify(paragraphs: Sequence[Paragraph]) -> None:
    """Give every sentence its kind. A text always keeps some body, if it has any words."""
    mark_before_weights(paragraphs)
    mark_by_weight(paragraphs)
    mark_headings(paragraphs)
    mark_appeals(paragraphs)
    mark_beside_calls(paragraphs)
    mark_the_rest(paragraphs)
    mark_galleries(paragraphs)
    _mark_repeats(paragraphs)
    _keep_some_body(paragraphs)


def mark_before_weights(paragraphs: Sequence[Paragraph]) -> None:
    """All kinds that rules give. The sentences that are left are weighed."""
    mark_by_rules(paragraphs)
    _mark_posts(paragraphs)
    mark_captions(paragraphs)
    mark_sections(paragraphs)
    mark_signatures(paragraphs)
    mark_bios(paragraphs)


def _mark_posts(paragraphs: Sequence[Paragraph]) -> None:
    """ "— Name (@handle) March 3, 2025" ends an embedded post."""
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


def _mark_repeats(paragraphs: Sequence[Paragraph]) -> None:
    """The second copy of a paragraph is boilerplate."""
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
    pieces = [piece for p in paragraphs for piece in p.pieces]
    if any(piece.kind in CONTENT_KINDS for piece in pieces):
        return
    line = _longest_line(paragraphs)
    for piece in line.pieces if line else filter(_is_sentence, pieces):
        piece.kind = BlockKind.BODY


def _longest_line(paragraphs: Sequence[Paragraph]) -> Paragraph | None:
    """The longest heading with words in it; without any heading the longest caption or byline."""
    lines = [p for p in paragraphs if p.kind is BlockKind.HEADING]
    lines = lines or [p for p in paragraphs if p.kind in (BlockKind.CAPTION, BlockKind.BYLINE)]
    worded = [p for p in lines if any(c.isalpha() for c in p.text)]
    return max(worded, key=lambda p: p.words, default=None)


def _is_sentence(piece: Piece) -> bool:
    """Whether it has a stop and a few words, whatever kind it was given."""
    return piece.clean.endswith((".", "!", "?")) and len(piece.clean.split()) >= _SENTENCE_WORDS
