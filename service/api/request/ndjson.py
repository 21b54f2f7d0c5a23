"""Splits a body of NDJSON (`application/x-ndjson`) into lines as it arrives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message

from starlette.requests import Request

NDJSON = "application/x-ndjson"


@dataclass(frozen=True, slots=True)
class NdjsonLine:
    """A line that is not blank: its number from 1, and its bytes, or None if it is too long."""

    number: int
    raw: bytes | None


class NdjsonSplitter:
    """Splits chunks into lines, and holds at most the beginning of one line.

    Args:
        longest: the maximum number of bytes in a line; of a longer line only the number is given.

    `number` is the count of lines that have ended.
    """

    def __init__(self, longest: int) -> None:
        self._longest = longest
        self._begun = bytearray()
        self.number = 0
        self._too_long = False

    def feed(self, chunk: bytes) -> Iterator[NdjsonLine]:
        """The lines that end in this chunk."""
        *whole, rest = chunk.split(b"\n")
        for part in whole:
            self._take(part)
            yield from self.end()
        self._take(rest)

    def end(self) -> Iterator[NdjsonLine]:
        """The last line, if the body does not end with a newline."""
        self.number += 1
        raw = bytes(self._begun)
        too_long, self._too_long = self._too_long, False
        self._begun.clear()
        if too_long:
            yield NdjsonLine(self.number, None)
        elif raw.strip():
            yield NdjsonLine(self.number, raw)

    def _take(self, part: bytes) -> None:
        self._begun += part
        if len(self._begun) > self._longest:
            self._too_long = True
            self._begun.clear()


def is_ndjson(content_type: str) -> bool:
    """Whether a content type means NDJSON in UTF-8."""
    if content_type in (NDJSON, "application/json"):  # the usual case, which needs no parsing
        return content_type == NDJSON
    message = Message()
    message["content-type"] = content_type
    charset = message.get_content_charset("utf-8")
    return message.get_content_type() == NDJSON and charset in ("utf-8", "utf8", "us-ascii")


def announces_lines(request: Request) -> bool:
    """Whether the request's body is NDJSON."""
    return is_ndjson(request.headers.get("content-type", ""))
