"""Parses request bodies as JSON, with a precise 400 for every fault.

The standard parser alone would accept NaN, keep the last of two equal keys, and exceed the
recursion limit on "[[[[…". This one reports what is wrong, and where.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any

from service.admission.permit import Permit
from service.admission.read_limiter import REQUEST, ReadLimiter
from service.api.errors.json_pointer import Path, pointer
from service.api.errors.problems import (
    DuplicateKey,
    FieldError,
    InvalidRequest,
    MalformedJson,
    NotUtf8,
    TooDeep,
)
from service.kit.offload import LONG, offload

MAX_DEPTH = 32
_SAFE_DIGITS = 18  # more do not fit 64 bits; Python refuses to convert more than 4,300


async def read_object(raw: bytes, read_limiter: ReadLimiter, permit: Permit) -> dict[str, Any]:
    """The body as a JSON object, parsed once the read limiter permits it. Raises `Problem`."""
    asked = time.monotonic()
    async with read_limiter.reading(REQUEST):
        permit.spend("turn", time.monotonic() - asked)
        if len(raw) <= LONG:  # 10 ms if the body consists of brackets
            return parse_object(raw)
        return await offload(len(raw), parse_object, raw)


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
    # Most bodies have too few brackets to be nested too deeply and need no traversal.
    if not twins and text.count("[") + text.count("{") <= MAX_DEPTH:
        return
    # An object that a duplicate key has overwritten is lost, but then that key is found.
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


def _integer(digits: str) -> int | float:
    return int(digits) if len(digits) <= _SAFE_DIGITS else float(digits)


def _no_constant(name: str) -> Any:
    raise MalformedJson(f"{name} is not a JSON value.")
