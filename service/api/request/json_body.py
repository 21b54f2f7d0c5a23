"""The request body: bytes to plain JSON values, every failure a precise 400 or 415.

The standard parser alone would accept NaN, keep the last of two equal keys, and die of
recursion on "[[[[…"; a service that others call must say what is wrong, and where, instead.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from email.message import Message
from typing import Any

from starlette.requests import Request

from service.api.errors.json_pointer import Path, pointer
from service.api.errors.problems import (
    DuplicateKey,
    FieldError,
    InvalidRequest,
    MalformedJson,
    NotUtf8,
    TooDeep,
    UnsupportedMediaType,
)

MAX_DEPTH = 32
_USUAL_TYPES = frozenset({"application/json", "application/json; charset=utf-8"})
_SAFE_DIGITS = 18  # more would not fit 64 bits; Python refuses to read more than 4,300


def check_headers(request: Request) -> None:
    """Raise `UnsupportedMediaType` unless plain JSON is announced."""
    _check_type(request.headers.get("content-type", ""))
    check_coding(request)


def parse_object(raw: bytes) -> dict[str, Any]:
    """The body as a JSON object. Raises a `Problem` for anything else."""
    value = parse(raw)
    if not isinstance(value, dict):
        detail = "The body must be a JSON object."
        raise InvalidRequest(detail, [FieldError("", "wrong_type", detail)])
    return value


def parse(raw: bytes) -> Any:
    """JSON text to values. Raises `NotUtf8`, `MalformedJson`, `DuplicateKey` or `TooDeep`."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotUtf8(f"Byte {error.start} of the body is not UTF-8.") from error
    twins: list[tuple[dict[str, Any], str]] = []

    def to_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            twins.append((found, _twin(pairs)))
        return found

    try:
        value = json.loads(
            text,
            parse_constant=_no_constant,
            parse_int=_integer,
            object_pairs_hook=to_object,
        )
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise MalformedJson(f"{error.msg} at {where}.") from error
    except RecursionError as error:
        raise TooDeep(_TOO_DEEP) from error
    _check_structure(value, text, twins)
    return value


_TOO_DEEP = f"The JSON is nested deeper than {MAX_DEPTH} levels."


def _check_structure(value: Any, text: str, twins: list[tuple[dict[str, Any], str]]) -> None:
    # Most bodies hold too few brackets to be too deep, and need no walk.
    if not twins and text.count("[") + text.count("{") <= MAX_DEPTH:
        return
    # An object that a twin around it has overwritten is gone, but then that one is found.
    twin_of = {id(found): key for found, key in twins}
    for container, path, depth in _containers(value):
        if depth > MAX_DEPTH:
            raise TooDeep(_TOO_DEEP, [FieldError(pointer(_steps(path)), "too_deep", _TOO_DEEP)])
        if id(container) in twin_of:
            where = pointer([*_steps(path), twin_of[id(container)]])
            detail = "The key stands twice in one object."
            raise DuplicateKey(detail, [FieldError(where, "duplicate_key", detail)])


Link = tuple["Link", str | int] | None


def _containers(value: Any) -> Iterator[tuple[Any, Link, int]]:
    """Every list and object with its path (linked, to be cheap) and its depth from 1."""
    waiting: list[tuple[Any, Link, int]] = [(value, None, 1)]
    while waiting:
        container, path, depth = waiting.pop()
        if isinstance(container, dict):
            members: Any = container.items()
        elif isinstance(container, list):
            members = enumerate(container)
        else:
            continue
        yield container, path, depth
        waiting.extend((v, (path, k), depth + 1) for k, v in members if isinstance(v, (dict, list)))


def _steps(path: Link) -> Path:
    steps: list[str | int] = []
    while path is not None:
        path, step = path
        steps.append(step)
    return steps[::-1]


def _twin(pairs: list[tuple[str, Any]]) -> str:
    seen: set[str] = set()
    return next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]


def _check_type(value: str) -> None:
    if value in _USUAL_TYPES:
        return
    message = Message()
    message["content-type"] = value
    kind = message.get_content_type() if value else ""
    charset = message.get_content_charset("utf-8") if value else "utf-8"
    if kind != "application/json" or charset not in ("utf-8", "utf8", "us-ascii"):
        told = f", not {value[:80]!r}." if value else "; the request names no content type."
        raise UnsupportedMediaType("Post application/json in UTF-8" + told)


def check_coding(request: Request) -> None:
    """Raise `UnsupportedMediaType` when the body is said to be compressed."""
    value = request.headers.get("content-encoding", "identity")
    if value.strip().lower() != "identity":
        raise UnsupportedMediaType(f"Post the body uncompressed, not {value[:80]!r}.")


def _integer(digits: str) -> int | float:
    return int(digits) if len(digits) <= _SAFE_DIGITS else float(digits)


def _no_constant(name: str) -> Any:
    raise MalformedJson(f"{name} is not a JSON value.")
