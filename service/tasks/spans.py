"""Spans of results, which are code points within the service and posted text in its answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import core_schema

from service.tasks.schema import Output, note
from service.text.document import Document
from service.text.entities.model import Mention
from service.text.offsets import OffsetMap, OffsetUnit
from service.text.span import Span as TextSpan


class Span(Output):
    """A piece of the text exactly as posted."""

    text: str = note("The posted text from `begin` to `end`.", "Ukraine")
    begin: int = note("Where it begins, in the offset unit.", 812, ge=0)
    end: int = note("Where it ends (exclusive), in the offset unit.", 819, ge=0)


class MentionSpan(Span):
    """Where the text mentions a target, and in what form."""

    how: Literal[
        "name",
        "short_form",
        "pronoun",
        "role",
        "rewording",
        "demonym",
        "adjective",
        "members",
        "metonym",
    ] = note(
        "How it was found: by the target's name or own words, by a short form of them, by a "
        "pronoun, a role, a rewording, or by words for its people, members or seat.",
        "name",
    )


class PostedSpans:
    """Converts spans of one document to one unit. It is the serialisation context of results."""

    def __init__(self, document: Document, unit: str) -> None:
        self._document = document
        self._offsets = OffsetMap(document.posted, OffsetUnit(unit))

    def of(self, span: TextSpan) -> dict[str, str | int]:
        """The posted text at a span, with offsets in the unit; the fields of `Span`."""
        posted = self._document.posted_span(span)
        begin, end = self._offsets.span(posted)
        text = self._document.posted[posted.begin : posted.end]
        return {"text": text, "begin": begin, "end": end}


@dataclass(frozen=True, slots=True)
class _AsPosted:
    """Serialises a value with the `PostedSpans` in the context. Its schema is that of `shown`."""

    shown: type[Span]
    posted: Callable[[Any, core_schema.SerializationInfo[PostedSpans]], Any]

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        written = core_schema.plain_serializer_function_ser_schema(self.posted, info_arg=True)
        return core_schema.is_instance_schema(source, serialization=written)

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        # Within `definitions` the model becomes one schema that others refer to.
        return handler(core_schema.definitions_schema(self.shown.__pydantic_core_schema__, []))


def _posted(span: TextSpan, info: core_schema.SerializationInfo[PostedSpans]) -> Any:
    return info.context.of(span)


def _posted_mention(mention: Mention, info: core_schema.SerializationInfo[PostedSpans]) -> Any:
    return {**info.context.of(mention.span), "how": mention.how}


# A span or a mention in the normalized text. Serialising it needs a `PostedSpans` as the context.
PostedSpan = Annotated[TextSpan, _AsPosted(Span, _posted)]
PostedMention = Annotated[Mention, _AsPosted(MentionSpan, _posted_mention)]
