"""Signatures: "— Jorge Falcon, Portvale" under a letter, "“…” — Lena Stark, commissioner"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from service.text.attribution.layout.people import NAME, People
from service.text.attribution.quotations import quoted_share, quotes_over
from service.text.attribution.speakers import Speaker
from service.text.document import Block, BlockKind, Document, Sentence
from service.text.span import Span

_DASHES = "—–―-"
_SIGNED = re.compile(
    rf"[{_DASHES}]{{0,2}}\s?(?P<name>{NAME})(?P<rest>(?:,|\s\(|\s@|\s[—–-]\s)[^.!?;:“”\"]{{0,100}})?\.?$"
)
_AFTER_QUOTATION = re.compile(
    rf"\s*[{_DASHES}]{{1,2}}\s?(?P<name>{NAME})(?:(?:,|\s\()[^.!?;:“”\"]{{0,100}})?\.?$"
)
_ENDS_SIGNED = re.compile(
    rf"[.!?…”\"]\s*[—–―]{{1,2}}\s?(?P<name>{NAME})(?:(?:,|\s\()[^.!?;:“”\"]{{0,80}})?\.?\Z"
)
_REACH = 140  # code points that hold a signature at a line's end
_LETTERS = 2  # signatures at least that make a text one of letters
_LONGEST = 60  # sentences of a letter
_WORDS = 16  # of a signature


def signed_by(document: Document, people: People, line: Sentence) -> Speaker | None:
    """The speaker whom a line names and nothing else: "— Ana Duarte, mayor"."""
    if len(line.clean.split()) > _WORDS:
        return None
    match = _SIGNED.match(document.text, line.span.begin, line.span.end)
    if match is None:
        return None
    marked = match.start("name") > line.span.begin or _after_dash(document.text, line.span.begin)
    if not (marked or people.is_person(match["name"])):
        return None
    return people.speaker(Span(*match.span("name")))


def signed_at_end(document: Document, people: People, line: Sentence) -> Speaker | None:
    """The speaker with whom a line of a quotation ends: "It is a shame. — Ana Duarte"."""
    end = line.span.end
    match = _ENDS_SIGNED.search(document.text, max(line.span.begin, end - _REACH), end)
    return people.speaker(Span(*match.span("name"))) if match else None


def _after_dash(text: str, begin: int) -> bool:
    """Whether a dash stands before the line, which segmentation takes for a bullet."""
    before = text[max(0, begin - 4) : begin].rstrip(" \t\u00a0")
    return before.endswith(tuple(_DASHES))


def is_marked(document: Document, line: Sentence) -> bool:
    """Whether a dash begins the line."""
    text = document.text
    return text[line.span.begin] in _DASHES or _after_dash(text, line.span.begin)


def find_letters(
    document: Document, people: People, quotes: Sequence[Span]
) -> Mapping[int, Speaker | None]:
    """The writer of every sentence of a letter, and who is quoted right above a signature.

    One signature alone is that of the text's author, but under a quotation it is the
    speaker's.
    """
    signatures: list[tuple[int, Speaker]] = []
    for position, sentence in enumerate(document.sentences):
        if not is_marked(document, sentence) or not _is_alone(document.blocks, sentence):
            continue
        writer = signed_by(document, people, sentence)
        if writer is not None and position:
            signatures.append((position, writer))
    found: dict[int, Speaker | None] = {}
    begin = 0
    for position, writer in signatures:
        above = list(_above(document.sentences, begin, position))
        begin = position + 1
        if len(signatures) < _LETTERS:
            above = _quoted_above(above, quotes)
        found.update((s.index, writer) for s in above)
    return found


def signed_after_quotation(
    document: Document, people: People, quotes: Sequence[Span], sentence: Sentence
) -> Speaker | None:
    """The speaker of "“…” — Lena Stark, commissioner" within one sentence."""
    over = quotes_over(quotes, sentence.span)
    if not over or over[-1].end >= sentence.span.end:
        return None
    match = _AFTER_QUOTATION.match(document.text, over[-1].end, sentence.span.end)
    return people.speaker(Span(*match.span("name"))) if match else None


def _is_alone(blocks: Sequence[Block], sentence: Sentence) -> bool:
    """Whether the line is a paragraph of its own."""
    return blocks[sentence.block].span == sentence.span


def _above(sentences: Sequence[Sentence], begin: int, end: int) -> Sequence[Sentence]:
    """The content from `begin` to `end` under the last heading, at most a letter's length."""
    found: list[Sentence] = []
    for sentence in reversed(sentences[max(begin, end - _LONGEST) : end]):
        if sentence.kind is BlockKind.HEADING:
            break
        if sentence.is_content:
            found.append(sentence)
    return found


def _quoted_above(above: Sequence[Sentence], quotes: Sequence[Span]) -> list[Sentence]:
    """The sentences right above a signature that are quoted."""
    found = []
    for sentence in above:
        if quoted_share(quotes, sentence.span) < 0.9:
            break
        found.append(sentence)
    return found
