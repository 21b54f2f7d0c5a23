"""Request bodies: one document with its options, or a batch with options for all."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import Field, GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from service.api.schemas.base import WHOLE, Input, Name, OffsetUnit, Title, Worded, note
from service.api.schemas.targets import Targets
from service.tasks.options import MAX_EVIDENCE, MAX_TARGETS, SummaryMethod
from service.text.headlines import LONGEST_HEADLINE

TaskName = Literal["summary", "stance", "sentiment"]
Include = Literal["usage", "text", "layout"]

_TEXT = "The council voted 7-2 to close the harbour road. Residents called it a disgrace."


class DocumentInput(Input):
    """One document: `text` or `html`, not both."""

    text: Worded | None = note(
        "The article's text, as it is. Offsets in the answer count in it.", _TEXT, default=None
    )
    html: Worded | None = note(
        "The article as HTML. What a reader sees of it is extracted, without navigation and the "
        'like, and offsets count in that text; ask for it with `include: ["text"]`. Its `<title>` '
        f"is the headline, up to {LONGEST_HEADLINE} characters, unless `title` is given.",
        "<article><p>The council voted 7-2 to close the harbour road.</p></article>",
        default=None,
    )
    title: Title | None = note(
        "The headline, where it is not part of the text.",
        "Council closes harbour road",
        default=None,
    )
    language: (
        Annotated[str, Field(pattern=r"^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8}){0,4}$")] | None
    ) = note(
        "ISO 639-1 code of the text, where you know it; identified otherwise.", "en", default=None
    )
    id: Name | None = note(
        "Your name for the document; comes back with its result. Unique within a batch.",
        "wire-2041",
        default=None,
    )

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if (self.text is None) == (self.html is None):
            raise PydanticCustomError("one_source", "Give exactly one of `text` and `html`.")
        return self

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        schema = super().__get_pydantic_json_schema__(core_schema, handler)
        _ruled(schema, handler, _ONE_SOURCE)
        return schema


class TargetedDocument(DocumentInput):
    """A document with targets of its own, which take the place of the batch's."""

    targets: Targets | None = note(
        f"What stance or sentiment is about: up to {MAX_TARGETS} strings or objects.",
        ["the council", {"text": "the road closure", "id": "t2"}],
        default=None,
    )


class CommonOptions(Input):
    """Options that every endpoint takes."""

    offset_unit: OffsetUnit = note(
        "What offsets count: Unicode code points (Python), UTF-16 code units (JavaScript, Java, "
        "C#) or UTF-8 bytes (Go, Rust).",
        "unicode",
        default="unicode",
    )
    profile: Literal["fast", "accurate"] | None = note(
        "Which models answer: `fast` or `accurate`; the operator's default when none is given.",
        "accurate",
        default=None,
    )
    strict_language: bool = note(
        "Refuse a text in a language the models were not trained for, instead of warning.",
        False,
        default=False,
    )
    include: list[Include] = note(
        "Extras in the result: `usage` (counts and timings), `text` (the analysed text), "
        "`layout` (the kind of each block).",
        ["usage"],
        default=[],
        max_length=3,
    )


class SummaryOptions(Input):
    """Length of a summary: by one of the three; three sentences when none is given."""

    sentences: Annotated[int, Field(ge=1, le=50), WHOLE] | None = note(
        "Length in sentences.", 3, default=None
    )
    words: Annotated[int, Field(ge=10, le=2000), WHOLE] | None = note(
        "Length in words, at most.", 80, default=None
    )
    ratio: Annotated[float, Field(gt=0, le=1)] | None = note(
        "Length as a share of the article's words.", 0.2, default=None
    )
    method: SummaryMethod = note(
        "`extractive` picks sentences; `abstractive` has a model write some and keeps those that "
        "the article bears out. It needs a model that the operator has installed.",
        "extractive",
        default="extractive",
    )

    @model_validator(mode="after")
    def _one_length(self) -> Self:
        if sum(v is not None for v in (self.sentences, self.words, self.ratio)) > 1:
            raise PydanticCustomError(
                "one_length", "Give at most one of `sentences`, `words` and `ratio`."
            )
        return self

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        schema = super().__get_pydantic_json_schema__(core_schema, handler)
        _ruled(schema, handler, _ONE_LENGTH)
        return schema


class StanceOptions(Input):
    """How much of the stance analysis is returned."""

    max_targets: Annotated[int, Field(ge=1, le=MAX_TARGETS), WHOLE] = note(
        "How many targets to discover when none is given.", 10, default=MAX_TARGETS
    )
    evidence: Annotated[int, Field(ge=0, le=MAX_EVIDENCE), WHOLE] = note(
        "Pieces of evidence for each target, at most.", 5, default=5
    )


class SentimentOptions(Input):
    """How much of the sentiment analysis is returned."""

    sentences: bool = note("Whether to return every sentence's score.", True, default=True)
    evidence: Annotated[int, Field(ge=0, le=MAX_EVIDENCE), WHOLE] = note(
        "Pieces of evidence for each target, at most.", 5, default=5
    )


class SharedTargets(Input):
    """Targets for every document that names none of its own."""

    targets: Targets | None = note(
        f"What stance or sentiment is about: up to {MAX_TARGETS} strings or objects. Without "
        "any, stance finds its targets in the text.",
        ["the council", {"text": "the road closure", "id": "t2"}],
        default=None,
    )


class AnalyzeOptions(Input):
    """Which tasks to run, and their options."""

    tasks: list[TaskName] = note(
        "The tasks to run.",
        ["summary", "stance", "sentiment"],
        default=["summary", "stance", "sentiment"],
        min_length=1,
        max_length=3,
    )
    summary: SummaryOptions = note(
        "Options of the summary.", {"sentences": 2}, default_factory=SummaryOptions
    )
    stance: StanceOptions = note(
        "Options of stance.", {"evidence": 3}, default_factory=StanceOptions
    )
    sentiment: SentimentOptions = note(
        "Options of sentiment.", {"sentences": False}, default_factory=SentimentOptions
    )


# What the validators above check, told to clients in JSON Schema.
_ONE_SOURCE: dict[str, Any] = {
    "if": {"required": ["text"], "properties": {"text": {"type": "string"}}},
    "then": {"properties": {"html": {"type": "null"}}},
    "else": {"required": ["html"], "properties": {"html": {"type": "string"}}},
}
_ONE_LENGTH: dict[str, Any] = {
    "not": {
        "anyOf": [
            {"required": [a, b], "properties": {a: {"type": "number"}, b: {"type": "number"}}}
            for a, b in (("sentences", "words"), ("sentences", "ratio"), ("words", "ratio"))
        ]
    }
}


def _ruled(schema: JsonSchemaValue, handler: GetJsonSchemaHandler, rule: dict[str, Any]) -> None:
    handler.resolve_ref_schema(schema).update(rule)
