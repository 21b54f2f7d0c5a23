"""What all schemas share: strictness, clean strings, spans."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

OffsetUnit = Literal["unicode", "utf16", "utf8"]


class Input(BaseModel):
    """A request: unknown fields and loose types are errors."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Output(BaseModel):
    """A response. Fields that do not apply are null rather than absent."""

    model_config = ConfigDict(frozen=True)


def clean(value: str) -> str:
    """Refuse what no JSON text should hold: NUL and lone surrogates."""
    if "\x00" in value:
        at = value.index("\x00")
        raise PydanticCustomError("nul_character", "holds a NUL character at {at}", {"at": at})
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as error:
        raise PydanticCustomError(
            "lone_surrogate", "holds half of a surrogate pair at {at}", {"at": error.start}
        ) from error
    return value


def worded(value: str) -> str:
    """Refuse a string in which there is nothing to read."""
    if not any(c.isalnum() for c in clean(value)):
        raise PydanticCustomError("blank", "holds no letter or digit")
    return value


Clean = Annotated[str, AfterValidator(clean)]
Worded = Annotated[str, AfterValidator(worded)]


def note(description: str, example: Any, **kwargs: Any) -> Any:
    """A field with its description and a real example, as the OpenAPI document shows them."""
    return Field(description=description, examples=[example], **kwargs)


class Span(Output):
    """A piece of the text exactly as posted."""

    text: str = note("The posted text from `begin` to `end`.", "Ukraine")
    begin: int = note("Where it begins, in the offset unit.", 812, ge=0)
    end: int = note("Where it ends (exclusive), in the offset unit.", 819, ge=0)
