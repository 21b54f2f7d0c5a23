"""Recognizes files that are not articles, by their first bytes, their form and their name.

A text counts as an article unless the evidence against it is clear, because a user whose article is
refused must repeat the command with `--force`. Only the first `LOOK` characters are examined, each
a bounded number of times.
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
    """The kind of a file that is no article, None for an article.

    Args:
        name: the name of the file, of which the suffix counts.
        raw: its bytes.
        text: its decoded bytes.
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
    """Control characters and bytes that could not be decoded, of which a text has few."""
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
"""Kinds that are recognized by their lines; the first match counts."""


def _wordless(text: str) -> Kind | None:
    """Text with hardly any words, such as numbers, a key, or base64."""
    if len(text) < 200:
        return None
    blanks = sum(map(str.isspace, text))
    if text.isascii() and blanks < 0.02 * len(text):
        return Kind("no words but encoded data")
    letters = sum(len(word) for word in _WORD.findall(text))
    return Kind("numbers and marks rather than words") if letters < 0.3 * len(text) else None
