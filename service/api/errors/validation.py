"""Converts pydantic's errors to field errors, whose codes stay stable across its versions."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from service.api.errors.json_pointer import Path, pointer
from service.api.errors.problems import FieldError, InvalidRequest
from service.api.errors.suggestions import did_you_mean
from service.api.schemas.targets import BRANCHES

MAX_FAULTS = 20
_MAX_FIELDS = 50  # no schema has as many fields

CODES = {
    "missing": "missing",
    "extra_forbidden": "unknown_field",
    "string_too_long": "too_long",
    "string_too_short": "too_short",
    "string_pattern_mismatch": "pattern",
    "string_unicode": "lone_surrogate",
    "too_long": "too_many",
    "too_short": "too_few",
    "greater_than": "out_of_range",
    "greater_than_equal": "out_of_range",
    "less_than": "out_of_range",
    "less_than_equal": "out_of_range",
    "finite_number": "out_of_range",
    "literal_error": "not_a_choice",
    "string_type": "wrong_type",
    "int_type": "wrong_type",
    "float_type": "wrong_type",
    "bool_type": "wrong_type",
    "list_type": "wrong_type",
    "model_type": "wrong_type",
}
_SAID = {
    "extra_forbidden": "There is no such field here.",
    "string_unicode": "The string holds half of a surrogate pair.",
    "missing": "The field is required.",
    "model_type": "The value must be an object.",
}

M = TypeVar("M", bound=BaseModel)


def validated(
    model: type[M], value: Any, faults: list[FieldError], beside: Collection[str] = ()
) -> M | None:
    """The value as the model, or None after its faults were added to the list.

    Args:
        beside: names of fields that the caller's object may have but the model does not.
    """
    if isinstance(value, dict) and len(value) > _MAX_FIELDS:
        detail = f"{len(value)} fields; no object here has more than {_MAX_FIELDS}."
        faults.append(FieldError("", "too_many", detail))
        return None
    try:
        return model.model_validate(value)
    except ValidationError as error:
        faults.extend(list(_faults(error, model, beside))[: MAX_FAULTS - len(faults)])
    return None


def invalid(faults: list[FieldError]) -> InvalidRequest:
    """All faults of a body in one problem."""
    count = len(faults)
    what = "One place of the request is" if count == 1 else f"{count} places of the request are"
    return InvalidRequest(f"{what} not valid; see `errors`.", faults)


def _faults(
    error: ValidationError, model: type[BaseModel], beside: Collection[str]
) -> Iterator[FieldError]:
    for fault in error.errors(include_url=False, include_input=False):
        path = [step for step in fault["loc"] if step not in BRANCHES]
        context = fault.get("ctx", {})
        if "at_index" in context:
            path.append(context["at_index"])
        kind = fault["type"]
        detail = _SAID.get(kind) or fault["msg"].replace("Input should", "The value should")
        detail = detail.rstrip(".") + "."
        if kind == "extra_forbidden":
            known = _known_fields(model, fault["loc"][:-1])
            detail += did_you_mean(str(path[-1]), known | set(beside if len(path) == 1 else ()))
        yield FieldError(pointer(path), CODES.get(kind, kind), detail)


def _known_fields(model: type[BaseModel], path: Path) -> set[str]:
    """The names that an object at this location of a body may have."""
    here = {model}
    for step in path:
        if isinstance(step, str) and step not in BRANCHES:
            fields = [m.model_fields[step] for m in here if step in m.model_fields]
            here = {found for field in fields for found in _models(field.annotation)}
    return {name for found in here for name in found.model_fields}


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    """Every model within an annotation."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models(part)
