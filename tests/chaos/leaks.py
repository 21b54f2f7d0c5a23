"""What no answer may hold: anything that tells of the inside of the service."""

from __future__ import annotations

import re

_INSIDE = re.compile(
    r"""
      Traceback | \bFile\s" | \bline\s\d+,\sin\b
    | \b\w+\.py\b | site-packages | \.venv
    | (?<![\w/.])/(?:work|home|root|usr|tmp|opt|var|etc|proc|app|data)/
    | \b(?:service|tests)\.(?:http|text|tasks|inference|serving|jobs|keys)\b
    | \b(?:pydantic|starlette|fastapi|uvicorn|uvloop|httptools|torch|lxml|trafilatura|sqlite)\b
    | <class\s' | \bobject\sat\s0x | 0x[0-9a-f]{8}
    | \b(?:Value|Type|Key|Index|Attribute|Runtime|Recursion|Memory|Unicode\w+|OS|Operational)Error\b
    """,
    re.VERBOSE | re.IGNORECASE,
)


def leak(*texts: str, quoted: str = "") -> str | None:
    """The first trace of the inside in the texts, with what stands around it.

    What stands in `quoted`, the caller's own words, is none.
    """
    for text in texts:
        for found in _INSIDE.finditer(text):
            if found[0] not in quoted:
                return text[max(0, found.start() - 40) : found.end() + 40]
    return None
