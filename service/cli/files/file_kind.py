"""What a file is that is no article: by its first bytes, its form, and its name.

A text is taken for an article unless something speaks clearly against it, since whoever is
refused wrongly has to say `--force`. Only the first `LOOK` characters are looked at, each a
bounded number of times.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import PurePath

from service.cli.files.delimited_table import is_table
from service.cli.files.json_kind import json_kind
from service.cli.files.markup_kind import CODE, markup_kind
from service.cli.files.signatures import Kind, by_bytes
from service.cli.files.source_code import is_source_code, share

LOOK = 65_536
_LINES = 400
_BLANKS = "\ufeff \t\r\n"
_BINARY = Kind("binary data")
_LOG_LINE = re.compile(
    r"\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d|\[?\d\d/[A-Z][a-z]{2}/\d{4}:"
    r"|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d |\S{1,40} \S{1,20} \S{1,40} \[\d\d/[A-Z]"
)
_TIMES = re.compile(r"\d\d:\d\d(?::\d\d)?[.,]\d{3} --> ")
_WORD = re.compile(r"[^\W\d_]{2,}")


def find_kind(name: str, raw: bytes, text: str) -> Kind | None:
    """What the file is if it is no article, None otherwise.

    Args:
        name: of the file; its suffix counts.
        raw: its bytes.
        text: what was decoded of them.
    """
    suffix = PurePath(name).suffix.lower()
    if found := by_bytes(raw, suffix):
        return found
    head = text[:LOOK]
    if _mostly_noise(head):
        return _BINARY
    start = head.lstrip(_BLANKS)
    lines = [line for line in head.splitlines() if line.strip()]
    if start.startswith(("{", "[")):
        return json_kind(text, start, lines)
    if start.startswith("<"):
        return markup_kind(start, suffix)
    return _kind_of_lines(lines[:_LINES], suffix) or _wordless(head)


def _mostly_noise(text: str) -> bool:
    """Control characters and what could not be decoded, which no text has many of."""
    bad = sum((c < " " and c not in "\t\n\r\f\x0b\x1b") or c == "\ufffd" for c in text)
    return "\0" in text or bad > 0.05 * len(text)


def _kind_of_lines(lines: Sequence[str], suffix: str) -> Kind | None:
    return next((kind for kind, is_kind in _BY_LINES if is_kind(lines, suffix)), None)


def _is_subtitles(lines: Sequence[str], suffix: str) -> bool:
    return suffix in (".srt", ".vtt") or sum(map(bool, map(_TIMES.match, lines))) >= 2


def _is_log(lines: Sequence[str], suffix: str) -> bool:
    return share(_LOG_LINE, lines) >= 0.6


_BY_LINES: tuple[tuple[Kind, Callable[[Sequence[str], str], bool]], ...] = (
    (Kind("subtitles", "take the times out of it"), _is_subtitles),
    (Kind("a table (CSV)", "put the text of one article into a file"), is_table),
    (Kind("a log"), _is_log),
    (CODE, is_source_code),
)
"""Kinds that the lines give away; the first that fits counts."""


def _wordless(text: str) -> Kind | None:
    """Text, but hardly any words: numbers, a key, a blob in base64."""
    if len(text) < 200:
        return None
    blanks = sum(map(str.isspace, text))
    if text.isascii() and blanks < 0.02 * len(text):
        return Kind("no words but encoded data")
    letters = sum(len(word) for word in _WORD.findall(text))
    return Kind("numbers and marks rather than words") if letters < 0.3 * len(text) else None
