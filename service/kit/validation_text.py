"""Pydantic's validation errors in words for operators: of settings, keys and model files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

_SAID = {
    "missing": "is missing",
    "extra_forbidden": "is not known here",
    "literal_error": "must be {expected}",
    "enum": "must be {expected}",
    "greater_than": "must be more than {gt:g}",
    "greater_than_equal": "must be at least {ge:g}",
    "less_than": "must be less than {lt:g}",
    "less_than_equal": "must be at most {le:g}",
    "finite_number": "must be a finite number",
    "too_short": "must have at least {min_length}",
    "too_long": "must have at most {max_length}",
    "string_too_short": "must have at least {min_length} characters",
    "string_too_long": "must have at most {max_length} characters",
    "string_pattern_mismatch": "has not the right form",
    "int_from_float": "must be a whole number",
    "timezone_aware": "needs a time zone, such as a Z at its end",
}
# By the beginning of the kind, as pydantic names it: what was expected.
_WANTED = {
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "string": "text",
    "list": "a list",
    "tuple": "a list",
    "frozenset": "a list",
    "dict": "a table",
    "model": "a table",
    "path": "a path",
    "url": "an address",
    "datetime": "a date with a time",
    "date": "a date",
}
# What pydantic adds to a location for each type that a value might have had.
_BRANCHES = {"datetime", "date"}


def said(error: ErrorDetails) -> str:
    """What is wrong, as the rest of a sentence that begins with the value's name."""
    kind = error["type"]
    context: Mapping[str, Any] = error.get("ctx", {})
    if kind in ("value_error", "assertion_error"):
        return str(context.get("error", error["msg"]))
    if kind in _SAID:
        return _SAID[kind].format_map(context)
    for beginning, wanted in _WANTED.items():
        if kind.startswith(f"{beginning}_"):
            return f"must be {wanted}"
    return error["msg"].replace("Input should", "must").lower()


def location(error: ErrorDetails) -> str:
    """Where it is, with dots: `base.files`; parts of a list by their number, from 1."""
    steps = [str(step + 1) if isinstance(step, int) else step for step in error["loc"]]
    return ".".join(step for step in steps if step not in _BRANCHES)


def one_line(error: ValidationError) -> str:
    """The first fault with its location, and how many more there are."""
    faults = error.errors(include_url=False)
    where = f"`{location(faults[0])}` " if faults[0]["loc"] else ""
    others = len({location(fault) for fault in faults}) - 1
    more = f" (and {others} more)" if others else ""
    return f"{where}{said(faults[0])}{more}"


def not_toml(error: Exception) -> str:
    """What the parser of TOML says, as the rest of a sentence."""
    text = str(error)
    return f"is not TOML: {text[:1].lower()}{text[1:]}"
