"""Classifies JSON as a request for the service, several requests, or other data."""

from __future__ import annotations

import json
import re
from typing import Any

from service.cli.files.signatures import Kind

_CURL = "send it to a service: curl -s localhost:8000/v1/analyze -H 'Content-Type: application/"
_REQUEST = Kind("a request for the service (JSON)", _CURL + "json' --data-binary @{file}")
_STREAM = Kind("requests, one a line (NDJSON)", _CURL + "x-ndjson' --data-binary @{file}")
_JSON = Kind("data (JSON)", "take the article's text out of it")
_BEGINNING = re.compile(r'[\[{]\s{0,99}["\[{]')
_SHORT = 9  # characters; an empty object or array in a shorter file is all of it


def json_kind(text: str, start: str, lines: list[str]) -> Kind | None:
    """The kind of a text that begins with a bracket or a brace; None for an article.

    Args:
        text: the whole text.
        start: its beginning, without leading blanks.
        lines: its first lines, none of them empty.
    """
    value = _parsed(text)
    if value is None:
        if len(lines) > 1 and all(map(_is_request, lines[:2])):
            return _STREAM
        # This is broken or truncated JSON, while "[Applause]" and "{Editor's note}" are text.
        return _JSON if _BEGINNING.match(start) else None
    if isinstance(value, dict) and {"text", "html", "documents"} & value.keys():
        return _REQUEST
    return _JSON if value or len(text) < _SHORT else None


def _is_request(line: str) -> bool:
    value = _parsed(line)
    return isinstance(value, dict) and bool({"text", "html"} & value.keys())


def _parsed(text: str) -> dict[str, Any] | list[Any] | None:
    """An object or an array; None if the text is neither."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, (dict, list)) else None
