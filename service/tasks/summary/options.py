"""The options of a summary."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import Field, GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from service.tasks.schema import WHOLE, TargetText, TaskOptions, note

SummaryMethod = Literal["extractive", "abstractive"]
SENTENCES = 3  # if no length is given


class SummaryOptions(TaskOptions):
    """A summary's length, by one of three (three sentences if none is given), and its subject."""

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
    focus: TargetText | None = note(
        "A target or a question that the summary is to be about.", "the council", default=None
    )
    gist: bool = note(
        "Whether to add the article in one sentence, a short one if it has one.",
        False,
        default=False,
    )

    @model_validator(mode="after")
    def _one_length(self) -> Self:
        if sum(v is not None for v in (self.sentences, self.words, self.ratio)) > 1:
            raise PydanticCustomError(
                "one_length", "Give at most one of `sentences`, `words` and `ratio`."
            )
        return self

    def optional_models(self) -> dict[str, str]:
        """See `TaskOptions.optional_models`."""
        return {"method": "summary"} if self.method == "abstractive" else {}

    def word_limit(self, words: int) -> int | None:
        """The length in words for an article of so many words; None if sentences count."""
        return self.words or (round(self.ratio * words) if self.ratio else None)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        schema = super().__get_pydantic_json_schema__(core_schema, handler)
        handler.resolve_ref_schema(schema).update(_ONE_LENGTH)
        return schema


# The rule of the validator as JSON Schema, for clients.
_ONE_LENGTH: dict[str, Any] = {
    "not": {
        "anyOf": [
            {"required": [a, b], "properties": {a: {"type": "number"}, b: {"type": "number"}}}
            for a, b in (("sentences", "words"), ("sentences", "ratio"), ("words", "ratio"))
        ]
    }
}
