"""What requests of all tasks have in common: documents, targets, and options for any of them."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import Field, GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from service.api.schemas.targets import Targets
from service.tasks.schema import Input, Name, TaskOptions, Title, Worded, note
from service.tasks.target import MAX_TARGETS
from service.text.headlines import LONGEST_HEADLINE

OffsetUnit = Literal["unicode", "utf16", "utf8"]
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


class CommonOptions(TaskOptions):
    """Options that every endpoint takes."""

    offset_unit: OffsetUnit = note(
        "What offsets count: Unicode code points (Python), UTF-16 code units (JavaScript, Java, "
        "C#) or UTF-8 bytes (Go, Rust).",
        "unicode",
        default="unicode",
    )
    profile: Literal["balanced", "fast", "accurate"] | None = note(
        "Which models answer: `balanced`, `fast` or `accurate`; the operator's default when none "
        "is given.",
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


class SharedTargets(Input):
    """Targets for every document that names none of its own."""

    targets: Targets | None = note(
        f"What stance or sentiment is about: up to {MAX_TARGETS} strings or objects. Without "
        "any, stance finds its targets in the text.",
        ["the council", {"text": "the road closure", "id": "t2"}],
        default=None,
    )


# The rule of the validator above as JSON Schema, for clients.
_ONE_SOURCE: dict[str, Any] = {
    "if": {"required": ["text"], "properties": {"text": {"type": "string"}}},
    "then": {"properties": {"html": {"type": "null"}}},
    "else": {"required": ["html"], "properties": {"html": {"type": "string"}}},
}


def _ruled(schema: JsonSchemaValue, handler: GetJsonSchemaHandler, rule: dict[str, Any]) -> None:
    handler.resolve_ref_schema(schema).update(rule)
