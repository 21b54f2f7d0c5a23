"""The common base of all options and results: strict types, clean strings, documented fields."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from service.text.headlines import LONGEST_HEADLINE

MAX_NAME_LENGTH = 200


class Input(BaseModel):
    """A request: unknown fields and loose types are errors."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Output(BaseModel):
    """A response. Fields that do not apply are null rather than absent."""

    model_config = ConfigDict(frozen=True)


def clean(value: str) -> str:
    """Refuse characters that no JSON text should contain: NUL and lone surrogates."""
    if "\x00" in value:
        at = value.index("\x00")
        raise PydanticCustomError(
            "nul_character", "The string holds a NUL character at {at}.", {"at": at}
        )
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as error:
        raise PydanticCustomError(
            "lone_surrogate",
            "The string holds half of a surrogate pair at {at}.",
            {"at": error.start},
        ) from error
    return value


def worded(value: str) -> str:
    """Refuse a string without visible characters."""
    if not value.strip():
        raise PydanticCustomError("blank", "The string is empty or blank.")
    return clean(value)


def whole(value: Any) -> Any:
    """Accept 3.0 as the integer 3, because JSON has only one type of number."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


_NO_NUL = {"pattern": r"^[^\x00]*$"}
_SOME_WORD = {"pattern": r"^[^\x00]*[^\s\x00][^\x00]*$"}

Worded = Annotated[str, Field(json_schema_extra=_SOME_WORD), AfterValidator(worded)]
TargetText = Annotated[
    str, Field(max_length=300, json_schema_extra=_SOME_WORD), AfterValidator(worded)
]
Title = Annotated[
    str, Field(max_length=LONGEST_HEADLINE, json_schema_extra=_NO_NUL), AfterValidator(clean)
]
Name = Annotated[
    str,
    Field(min_length=1, max_length=MAX_NAME_LENGTH, json_schema_extra=_NO_NUL),
    AfterValidator(clean),
]
WHOLE = BeforeValidator(whole)


def note(description: str, example: Any, **kwargs: Any) -> Any:
    """A field with a description and a real example for the OpenAPI document."""
    return Field(description=description, examples=[example], **kwargs)


def example_of(model: type[BaseModel]) -> dict[str, Any]:
    """An example of a whole model: its fields' own, without those that have none."""
    fields = model.model_fields.items()
    return {name: field.examples[0] for name, field in fields if field.examples}


def labels(description: str, example: str, usual: Sequence[str]) -> Any:
    """A field for a label of a model; `usual` are the labels of the included models.

    A model of the operator may have other labels, so the schema cannot list all of them.
    """
    extra: dict[str, Any] = {"x-extensible-enum": list(usual)}
    return Field(description=description, examples=[example], json_schema_extra=extra)


class TaskOptions(Input):
    """Base of every task's options."""

    def optional_models(self) -> dict[str, str]:
        """Optional models that these options need: the field's name, the model's task."""
        return {}
