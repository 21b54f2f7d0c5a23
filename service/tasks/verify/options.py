"""The options of a check: statements, a summary, or both."""

from __future__ import annotations

from typing import Annotated, Any, Self

from pydantic import AfterValidator, Field, GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from service.tasks.schema import TaskOptions, note, worded

MAX_STATEMENTS = 50
LONGEST_STATEMENT = 2_000
LONGEST_SUMMARY = 20_000

_SOME_WORD = {"pattern": r"^[^\x00]*[^\s\x00][^\x00]*$"}
StatementText = Annotated[
    str,
    Field(max_length=LONGEST_STATEMENT, json_schema_extra=_SOME_WORD),
    AfterValidator(worded),
]
SummaryText = Annotated[
    str,
    Field(max_length=LONGEST_SUMMARY, json_schema_extra=_SOME_WORD),
    AfterValidator(worded),
]


class VerifyOptions(TaskOptions):
    """What is checked against the article: at least one of the two."""

    statements: (
        Annotated[list[StatementText], Field(min_length=1, max_length=MAX_STATEMENTS)] | None
    ) = note(
        f"Up to {MAX_STATEMENTS} statements, each of up to {LONGEST_STATEMENT} characters. One of "
        "several sentences is supported if all of them are.",
        ["The council voted 7-2 to open the harbour road."],
        default=None,
    )
    summary: SummaryText | None = note(
        "A summary of the article. Each of its sentences is checked.",
        "The council voted to close the harbour road. Residents welcomed it.",
        default=None,
    )

    @model_validator(mode="after")
    def _something_to_check(self) -> Self:
        if self.statements is None and self.summary is None:
            raise PydanticCustomError(
                "nothing_to_check", "Give `statements`, a `summary`, or both."
            )
        return self

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        schema = super().__get_pydantic_json_schema__(core_schema, handler)
        handler.resolve_ref_schema(schema).update(_SOMETHING)
        return schema


# The rule of the validator as JSON Schema, for clients.
_SOMETHING: dict[str, Any] = {
    "if": {"required": ["summary"], "properties": {"summary": {"type": "string"}}},
    "then": {},
    "else": {"required": ["statements"], "properties": {"statements": {"type": "array"}}},
}
