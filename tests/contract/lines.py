"""How Schemathesis sends `application/x-ndjson`."""

from __future__ import annotations

import json
from typing import Any

import schemathesis


@schemathesis.serializer("application/x-ndjson")
def as_posted(context: Any, value: Any) -> bytes:
    """Each item of an array on a line of its own; anything else as a line."""
    if isinstance(value, bytes):
        return value
    lines = value if isinstance(value, list) else [value]
    return "".join(json.dumps(line) + "\n" for line in lines).encode()
