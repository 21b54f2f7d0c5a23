"""Headlines with a speaker and a colon: "Sanders: Tax the rich", "Tax cut is a gift: minister"."""

from __future__ import annotations

import re

from service.text.attribution.layout.people import NAME, People
from service.text.attribution.layout.speaking_nouns import is_speaking_noun
from service.text.attribution.speakers import Speaker
from service.text.document import BlockKind, Document, Sentence
from service.text.span import Span

_NAMED_FIRST = re.compile(rf"(?P<name>{NAME}):\s+\S+\s\S")
_DESCRIBED = r"(?:[\w’'-]+\s){0,2}(?P<noun>[\w’'-]+)"
_DESCRIBED_FIRST = re.compile(rf"(?P<name>{_DESCRIBED}):\s+\S+\s\S")
# After a statement of several words, not a label: "Best Director: …".
_LAST = re.compile(rf"\S\s+\S+\s+\S+(?:\s[–—-]|:)\s(?P<name>{_DESCRIBED})[.]?$")
_REACH = 60  # code points at a headline's end that hold the speaker


def headline_speaker(document: Document, people: People, sentence: Sentence) -> Speaker | None:
    """Who says what a headline says, by its form; None where it is the author's."""
    first_line = sentence.index == 0 and len(document.blocks[sentence.block].span) == len(
        sentence.span
    )
    if sentence.kind is not BlockKind.HEADING and not first_line:
        return None
    match = _NAMED_FIRST.match(document.text, sentence.span.begin, sentence.span.end)
    if match is not None and people.is_person(match["name"]):
        return people.speaker(Span(*match.span("name")))
    match = _described(document.text, sentence.span)
    if match is None:
        return None
    first = match.start("name") == sentence.span.begin
    if first and sentence.kind is not BlockKind.HEADING:
        return None
    at = Span(*match.span("name"))
    if people.is_person(match["name"]) and not first:
        return people.speaker(at)
    if not is_speaking_noun(match["noun"].lower()):
        return None
    return Speaker(" ".join(match["name"].split()), at, named=False)


def _described(text: str, span: Span) -> re.Match[str] | None:
    """A speaker before a colon at the headline's beginning, or after one at its end."""
    match = _DESCRIBED_FIRST.match(text, span.begin, span.end)
    if match is not None and match["noun"][0].isupper() and match.start("noun") > span.begin:
        match = None  # "Best Director: …"
    return match or _LAST.search(text, max(span.begin, span.end - _REACH), span.end)
