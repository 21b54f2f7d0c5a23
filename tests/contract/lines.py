"""How Schemathesis sends `application/x-ndjson`."""

from __future__ import annotations

from typing import Any

import schemathesis


@schemathesis.serializer("application/x-ndjson")
def as_posted(context: Any, value: Any) -> bytes:
    """Lines as they were made up; anything else as its text."""
    return value if isinstance(value, bytes) else str(value).encode()
