"""Small texts with marks, in the form that the gold sets have."""

from __future__ import annotations

from typing import Any

from service.evaluation.reading.gold import GoldText
from service.inference.fake_engine import FakeEngine
from service.inference.protocol import Call
from service.tasks.annotations import Annotations
from service.text.segmentation.builder import build_document
from service.text.span import Span


def at(text: str, words: str, nth: int = 0) -> list[int]:
    """Where a text has these words for the nth time."""
    begin = -1
    for _ in range(nth + 1):
        begin = text.index(words, begin + 1)
    return [begin, begin + len(words)]


def span(text: str, words: str, nth: int = 0) -> Span:
    """The same as a span."""
    return Span(*at(text, words, nth))


def mention(text: str, words: str, nth: int = 0, **given: Any) -> dict[str, Any]:
    """A row of `mentions`, of the person that is cluster 1 unless stated otherwise."""
    begin, end = at(text, words, nth)
    row = {"begin": begin, "end": end, "type": "person", "cluster": 1, "named": False}
    return row | {"salience": 5} | given


def annotated(gold: GoldText) -> Annotations:
    """What the service reads in a text."""
    return Annotations(build_document(gold.text, language="en"), FakeEngine(), Call())
