"""Parses posted documents: a single one with its options, or a list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from service.api.errors.problems import FieldError
from service.api.errors.validation import invalid, validated
from service.api.schemas import requests as inp
from service.api.schemas.operations import Operation
from service.tasks.schema import MAX_NAME_LENGTH


@dataclass(frozen=True, slots=True)
class Posted:
    """A valid document and its options.

    `index` is its index in the batch, None for a single document. `share` is its fraction of the
    request, 0..1.
    """

    given: inp.DocumentInput
    options: inp.CommonOptions
    index: int | None = None
    share: float = 1.0

    @property
    def size(self) -> int:
        """The number of characters of its text or page."""
        return len(self.given.text if self.given.text is not None else self.given.html or "")

    def includes(self, extra: str) -> bool:
        """Whether `include` names it."""
        return extra in self.options.include


def split(operation: Operation, body: dict[str, Any], index: int | None = None) -> Posted:
    """A single document's fields and its options, validated together."""
    fields = operation.document.model_fields
    faults: list[FieldError] = []
    own = {k: v for k, v in body.items() if k in fields}
    rest = {k: v for k, v in body.items() if k not in fields}
    given = validated(operation.document, own, faults)
    options = validated(operation.options, rest, faults, beside=[*fields, "documents"])
    if given is None or options is None:
        raise invalid(faults)
    return Posted(given, options, index)


def limited(documents: Any, limit: int) -> list[FieldError]:
    """The faults of a list of documents as a whole."""
    if not isinstance(documents, list):
        return [FieldError("/documents", "wrong_type", "The value must be a list.")]
    if 1 <= len(documents) <= limit:
        return []
    code = "too_many" if documents else "too_few"
    return [FieldError("/documents", code, f"There may be 1 to {limit} documents.")]


def usable_id(document: Any) -> str | None:
    """The posted id, or None if it could not be returned."""
    given = document.get("id") if isinstance(document, dict) else None
    if not isinstance(given, str) or not 1 <= len(given) <= MAX_NAME_LENGTH:
        return None
    return None if any("\ud800" <= c <= "\udfff" or c == "\x00" for c in given) else given
