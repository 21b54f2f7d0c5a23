"""Spans of results, which are code points within the service and posted text in its answers."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import core_schema

from service.tasks.schema import Output, note
from service.text.document import Document
from service.text.offsets import OffsetMap, OffsetUnit
from service.text.span import Span as TextSpan


class Span(Output):
    """A piece of the text exactly as posted."""

    text: str = note("The posted text from `begin` to `end`.", "Ukraine")
    begin: int = note("Where it begins, in the offset unit.", 812, ge=0)
    end: int = note("Where it ends (exclusive), in the offset unit.", 819, ge=0)


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


class _AsPosted:
    """Serialises a span with the `PostedSpans` in the context. The schema is that of `Span`."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        written = core_schema.plain_serializer_function_ser_schema(_posted, info_arg=True)
        return core_schema.is_instance_schema(TextSpan, serialization=written)

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        # Within `definitions` the model becomes one schema that others refer to.
        return handler(core_schema.definitions_schema(Span.__pydantic_core_schema__, []))


def _posted(span: TextSpan, info: core_schema.SerializationInfo[PostedSpans]) -> Any:
    return info.context.of(span)


# A span of the normalized text. Serialising it needs a `PostedSpans` as the context.
PostedSpan = Annotated[TextSpan, _AsPosted()]
