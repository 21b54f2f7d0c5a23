"""Block quotations, and quotations after a colon: who is quoted stands round them.

In this order: a citation within or under it ("— Ana Duarte, mayor"), the line before it ("Ana
Duarte wrote:"), the line after it ("wrote Ana Duarte in March").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from service.text.attribution.layout.people import People
from service.text.attribution.layout.signatures import signed_at_end, signed_by
from service.text.attribution.speakers import OwnAttribution, Speaker
from service.text.document import Block, BlockKind, Document, Sentence

Own = Mapping[int, OwnAttribution]
_NEAR = frozenset({BlockKind.BODY, BlockKind.BYLINE, BlockKind.HEADING, BlockKind.CAPTION})


def find_block_quotes(document: Document, people: People, own: Own) -> dict[int, Speaker | None]:
    """The speaker of every sentence in a block quotation; None for one who is not named."""
    by_block: dict[int, list[Sentence]] = {}
    for sentence in document.sentences:
        by_block.setdefault(sentence.block, []).append(sentence)
    found: dict[int, Speaker | None] = {}
    for run in _runs(document):
        sentences = [s for block in run for s in by_block.get(block.index, [])]
        before = by_block.get(run[0].index - 1, [])
        after = by_block.get(run[-1].index + 1, [])
        speaker = (
            _cited(document, people, sentences[-1:])
            or _introduced(people, own, before[-1:])
            or _cited(document, people, after[:1])
            or _followed(document, own, after[:1])
        )
        for sentence in sentences:
            inner = own.get(sentence.index)
            found[sentence.index] = speaker or (inner.speaker if inner is not None else None)
    return found


def _runs(document: Document) -> Iterator[Sequence[Block]]:
    """Block quotations, each the paragraphs of that kind one after the other."""
    run: list[Block] = []
    for block in document.blocks:
        if block.kind is BlockKind.QUOTE:
            run.append(block)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _cited(document: Document, people: People, lines: Sequence[Sentence]) -> Speaker | None:
    if not lines:
        return None
    at_end = signed_at_end(document, people, lines[0])
    return at_end or signed_by(document, people, lines[0])


def _introduced(people: People, own: Own, lines: Sequence[Sentence]) -> Speaker | None:
    """The speaker of the line before a quotation: "Ana Duarte wrote:"."""
    return introduced_by(people, own, lines[0]) if lines else None


def introduced_by(people: People, own: Own, line: Sentence) -> Speaker | None:
    """Who speaks after `line`: whoever does in it; if it ends in a colon, whom it names last."""
    attribution = own.get(line.index)
    if attribution is not None and attribution.speaker is not None:
        return attribution.speaker
    return people.last_in(line) if line.clean.endswith(":") else None


def _followed(document: Document, own: Own, lines: Sequence[Sentence]) -> Speaker | None:
    """The speaker of a clause under a quotation: "wrote Ana Duarte in March."."""
    if not lines or not document.read(lines[0].span)[:1].islower():
        return None
    attribution = own.get(lines[0].index)
    return attribution.speaker if attribution is not None else None
