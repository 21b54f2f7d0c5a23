"""Checks the declared type of a body, which must be uncompressed JSON in UTF-8."""

from __future__ import annotations

from email.message import Message

from starlette.requests import Request

from service.api.errors.problems import UnsupportedMediaType

_USUAL_TYPES = frozenset({"application/json", "application/json; charset=utf-8"})


def check_headers(request: Request) -> None:
    """Raise `UnsupportedMediaType` unless the declared type is uncompressed JSON."""
    _check_type(request.headers.get("content-type", ""))
    check_coding(request)


def check_coding(request: Request) -> None:
    """Raise `UnsupportedMediaType` if the body is declared to be compressed."""
    value = request.headers.get("content-encoding", "identity")
    if value.strip().lower() != "identity":
        raise UnsupportedMediaType(f"Post the body uncompressed, not {value[:80]!r}.")


def _check_type(value: str) -> None:
    if value in _USUAL_TYPES:
        return
    message = Message()
    message["content-type"] = value
    kind = message.get_content_type() if value else ""
    charset = message.get_content_charset("utf-8") if value else "utf-8"
    if kind != "application/json" or charset not in ("utf-8", "utf8", "us-ascii"):
        found = f", not {value[:80]!r}." if value else "; the request names no content type."
        raise UnsupportedMediaType("Post application/json in UTF-8" + found)
