"""The request body: bytes to plain JSON values, every failure a precise 400 or 415.

The standard parser alone would accept NaN, keep the last of two equal keys and die of
recursion on "[[[[…"; a service that others call must say what is wrong instead.
"""

from __future__ import annotations

import json
import re
from email.message import Message
from typing import Any

from starlette.requests import Request

from service.http.problems import (
    FieldError,
    InvalidRequest,
    MalformedJson,
    NotUtf8,
    TooDeep,
    UnsupportedMediaType,
)

MAX_DEPTH = 64
_STRUCTURE = re.compile(r'"(?:[^"\\]|\\.)*+"|[\[\]{}]', re.DOTALL)


async def read_object(request: Request) -> dict[str, Any]:
    """The body as a JSON object. Raises a `Problem` for anything else."""
    _check_type(request.headers.get("content-type", ""))
    value = parse(await request.body())
    if not isinstance(value, dict):
        detail = "The body must be a JSON object."
        raise InvalidRequest(detail, [FieldError("", "object_type", detail)])
    return value


def parse(raw: bytes) -> Any:
    """JSON text to values. Raises `NotUtf8`, `TooDeep` or `MalformedJson`."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise NotUtf8(f"Byte {error.start} of the body is not UTF-8.") from error
    if _depth(text) > MAX_DEPTH:
        raise TooDeep(f"The JSON is nested deeper than {MAX_DEPTH} levels.")
    try:
        return json.loads(text, parse_constant=_no_constant, object_pairs_hook=_no_twins)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise MalformedJson(f"{error.msg} at {where}.") from error
    except ValueError as error:
        raise MalformedJson(f"{error}.") from error


def _check_type(value: str) -> None:
    message = Message()
    message["content-type"] = value
    kind = message.get_content_type() if value else ""
    charset = message.get_content_charset("utf-8") if value else "utf-8"
    if kind != "application/json" or charset not in ("utf-8", "utf8", "us-ascii"):
        raise UnsupportedMediaType(
            "Post application/json in UTF-8" + (f", not {value[:80]!r}." if value else ".")
        )


def _depth(text: str) -> int:
    depth = deepest = 0
    for match in _STRUCTURE.finditer(text):
        mark = match[0]
        if mark in "[{":
            depth += 1
            deepest = max(deepest, depth)
            if deepest > MAX_DEPTH:
                break
        elif mark in "]}":
            depth -= 1
    return deepest


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def _no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _ in pairs]
        twin = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"The key {twin[:60]!r} stands twice in one object")
    return found
