"""Spans and numbers of results as they leave the service."""

from __future__ import annotations

from pydantic import TypeAdapter

from service.tasks.numbers import Distribution, Rounded
from service.tasks.schema import Output
from service.tasks.spans import PostedMention, PostedSpan, PostedSpans
from service.text.entities.model import EXACT, Mention, MentionForm
from service.text.segmentation.builder import build_document
from service.text.span import Span


class Part(Output):
    span: PostedSpan
    score: Rounded
    shares: Distribution


def test_a_span_leaves_in_the_unit_asked_for() -> None:
    document = build_document("Der Bürgermeister 🏠 spoke.")
    part = Part(span=Span(0, len(document.text)), score=0.123456, shares={"a": 0.98765432})
    for unit, end in (("unicode", 26), ("utf16", 27), ("utf8", 30)):
        written = part.model_dump(mode="json", context=PostedSpans(document, unit))
        assert written["span"] == {"text": document.posted, "begin": 0, "end": end}
        assert written["score"] == 0.1235
        assert written["shares"] == {"a": 0.9877}
    assert part.score == 0.123456


def test_its_schema_is_that_of_the_answer() -> None:
    schema = TypeAdapter(Part).json_schema(mode="serialization")
    assert schema["properties"]["span"] == {"$ref": "#/$defs/Span"}
    assert set(schema["$defs"]["Span"]["properties"]) == {"text", "begin", "end"}


class Spoken(Output):
    mention: PostedMention


def test_a_mention_leaves_with_its_form() -> None:
    document = build_document("Then she left.")
    spoken = Spoken(mention=Mention(Span(5, 8), 0, EXACT, MentionForm.PRONOUN))
    written = spoken.model_dump(mode="json", context=PostedSpans(document, "unicode"))
    assert written["mention"] == {"text": "she", "begin": 5, "end": 8, "how": "pronoun"}
    schema = TypeAdapter(Spoken).json_schema(mode="serialization")
    assert schema["properties"]["mention"]["$ref"] == "#/$defs/MentionSpan"
