"""Documents as they are posted: alone with their options, or in a list."""

from __future__ import annotations

from typing import Any

from service.http.faults import invalid, validated
from service.http.operations import Operation
from service.http.problems import FieldError
from service.http.schemas import requests as inp
from service.http.schemas.base import MAX_NAME_LENGTH


def split(
    operation: Operation, body: dict[str, Any]
) -> tuple[inp.DocumentInput, inp.CommonOptions]:
    """A single document's fields and its options, validated together."""
    fields = operation.document.model_fields
    faults: list[FieldError] = []
    own = {k: v for k, v in body.items() if k in fields}
    rest = {k: v for k, v in body.items() if k not in fields}
    given = validated(operation.document, own, faults)
    options = validated(operation.options, rest, faults)
    if given is None or options is None:
        raise invalid(faults)
    return given, options


def limited(documents: Any, limit: int) -> list[FieldError]:
    """What is wrong with a list of documents as a whole."""
    if not isinstance(documents, list):
        return [FieldError("/documents", "wrong_type", "The value must be a list.")]
    if 1 <= len(documents) <= limit:
        return []
    code = "too_many" if documents else "too_few"
    return [FieldError("/documents", code, f"There may be 1 to {limit} documents.")]


def usable_id(document: Any) -> str | None:
    """The id as posted, unless it is none that could come back."""
    given = document.get("id") if isinstance(document, dict) else None
    if not isinstance(given, str) or not 1 <= len(given) <= MAX_NAME_LENGTH:
        return None
    return None if any("\ud800" <= c <= "\udfff" or c == "\x00" for c in given) else given
