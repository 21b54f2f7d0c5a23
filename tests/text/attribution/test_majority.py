"""Whether a sentence is the author's although part of it is somebody's words."""

from __future__ import annotations

import pytest

from service.text.attribution.majority import is_attributed
from service.text.attribution.shares import attributed_shares
from service.text.reading import Attribution
from service.text.segmentation.builder import build_document
from service.text.span import Span

TAIL = "for years a keeper of the old harbour museum and the head of the fishing fleet of Varnhof"


def whose(text: str, content: str, source: str, *, quoted: bool) -> bool:
    document = build_document(text, language="en")

    def at(words: str) -> Span:
        return Span(text.index(words), text.index(words) + len(words))

    reading = Attribution((at(source),), (at("said"),), (at(content),))
    quotes = [at(f"“{content}”")] if quoted else []
    (share,) = attributed_shares(document, [reading]).values()
    return is_attributed(document, quotes, document.sentences[0], share, reading)


@pytest.mark.parametrize(
    ("source", "quoted", "attributed"),
    [
        # All that stands beside the quotation is its cue and who the speaker is.
        (f"Ana Duarte, {TAIL}", True, True),
        # Without quotation marks a long rest is the author's, and so is what tells of other things.
        (f"Ana Duarte, {TAIL}", False, False),
        ("Ana Duarte", True, False),
    ],
)
def test_a_quotation_before_a_long_rest(source: str, *, quoted: bool, attributed: bool) -> None:
    text = f"“It is late,” said Ana Duarte, {TAIL}."
    assert whose(text, "It is late,", source, quoted=quoted) is attributed


def test_a_quotation_before_a_short_rest() -> None:
    text = "“It is late,” said Ana Duarte on Monday."
    assert whose(text, "It is late,", "Ana Duarte", quoted=False)
