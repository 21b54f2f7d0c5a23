"""What a file is that is no article: by its first bytes, its form, and its name.

A text is taken for an article unless something speaks clearly against it, since whoever is
refused wrongly has to say `--force`. Only the first `LOOK` characters are looked at, each a
bounded number of times.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import PurePath

from service.cli.files.signatures import Kind, by_bytes
from service.cli.files.source_code import is_source_code, share

LOOK = 65_536


_CURL = "send it to a service: curl -s localhost:8000/v1/analyze -H 'Content-Type: application/"
_REQUEST = Kind("a request for the service (JSON)", _CURL + "json' --data-binary @{file}")
_STREAM = Kind("requests, one a line (NDJSON)", _CURL + "x-ndjson' --data-binary @{file}")
_JSON = Kind("data (JSON)", "take the article's text out of it")
_XML = Kind("data (XML)", "take the article's text out of it")
_TABLE = Kind("a table (CSV)", "put the text of one article into a file")
_CODE = Kind("source code")
_LOG = Kind("a log")
_SUBTITLES = Kind("subtitles", "take the times out of it")
_BINARY = Kind("binary data")

_LOG_LINE = re.compile(
    r"\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d|\[?\d\d/[A-Z][a-z]{2}/\d{4}:"
    r"|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d |\S{1,40} \S{1,20} \S{1,40} \[\d\d/[A-Z]"
)
_HTML = (
    "html|head|title|meta|link|script|style|body|article|main|section|header|footer|nav|aside|div|p"
    "|h[1-6]|ul|ol|li|dl|table|pre|blockquote|figure|form|center|font|span|a|b|i|em|strong"
    "|u|q|br|hr|img"
)
_TIMES = re.compile(r"\d\d:\d\d(?::\d\d)?[.,]\d{3} --> ")
_WORD = re.compile(r"[^\W\d_]{2,}")


def told(name: str, raw: bytes, text: str) -> Kind | None:
    """What the file is if it is no article, else None; `text` is what was decoded of `raw`."""
    suffix = PurePath(name).suffix.lower()
    if found := by_bytes(raw, suffix):
        return found
    head = text[:LOOK]
    if _mostly_noise(head):
        return _BINARY
    start = head.lstrip("\ufeff \t\r\n")
    if start[:1] in ("{", "["):
        return _json(text, start)
    if start.startswith("<"):
        return None if _is_page(start) or suffix in (".html", ".htm", ".xhtml") else _markup(start)
    lines = [line for line in head.splitlines() if line.strip()][:400]
    if suffix in (".srt", ".vtt") or sum(map(bool, map(_TIMES.match, lines))) >= 2:
        return _SUBTITLES
    if _is_table(lines, suffix):
        return _TABLE
    if share(_LOG_LINE, lines) >= 0.6:
        return _LOG
    return _CODE if is_source_code(lines, suffix) else _wordless(head)


def _mostly_noise(text: str) -> bool:
    """Control characters and what could not be decoded, which no text has many of."""
    bad = sum((c < " " and c not in "\t\n\r\f\x0b\x1b") or c == "\ufffd" for c in text)
    return "\0" in text or bad > 0.05 * len(text)


def _json(text: str, start: str) -> Kind | None:
    lines = [line for line in text[:LOOK].splitlines() if line.strip()]
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        if len(lines) > 1 and _is_request(lines[0]) and _is_request(lines[1]):
            return _STREAM
        # Broken or cut JSON; "[Applause]" and "{Editor's note}" are none.
        return _JSON if re.match(r'[\[{]\s{0,99}["\[{]', start) else None
    if isinstance(value, dict) and {"text", "html", "documents"} & value.keys():
        return _REQUEST
    return _JSON if isinstance(value, (dict, list)) and (value or len(text) < 9) else None


def _is_request(line: str) -> bool:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return False
    return isinstance(value, dict) and bool({"text", "html"} & value.keys())


def _is_page(start: str) -> bool:
    return bool(re.match(rf"<(?:!doctype html|!--|(?:{_HTML})\b)", start, re.I))


def _markup(start: str) -> Kind | None:
    if re.match(r"<svg|<\?xml[^>]{0,200}>\s{0,99}<svg", start):
        return Kind("an image (SVG)")
    if re.match(r"<\?php", start):
        return _CODE
    if re.search(r"<(?:rss|feed|channel)\b", start[:2000]):
        return Kind("a feed (RSS or Atom)", "name the page of one article")
    if re.search(r"<html\b", start[:2000], re.I):  # XHTML, behind its declaration
        return None
    if re.match(r"<(?:\?xml|!DOCTYPE)", start):
        return _XML
    closed = start[-99:].rstrip().endswith(">")  # "<laughs> Good." is a transcript
    return _XML if closed and re.match(r"<[a-zA-Z][\w:.-]{0,60}[\s>/]", start) else None


def _is_table(lines: list[str], suffix: str) -> bool:
    """Rows with the same number of short cells."""
    named = suffix in (".csv", ".tsv", ".tab", ".psv")
    rows = lines[:50]
    if len(rows) < (1 if named else 3):
        return False
    for mark in (",", "\t", ";", "|"):
        counts = Counter(row.count(mark) for row in rows)
        usual, times = counts.most_common(1)[0]
        if usual == 0 or times < (0.5 if named else 0.9) * len(rows):
            continue
        cells = [cell for row in rows for cell in row.split(mark)]
        sentences = sum(row.rstrip().endswith((".", "!", "?", "”", '."')) for row in rows)
        mean = sum(map(len, cells)) / len(cells)
        if named or ((mark == "\t" or usual > 1) and mean < 30 and sentences < 0.3 * len(rows)):
            return True
    return False


def _wordless(text: str) -> Kind | None:
    """Text, but hardly any words: numbers, a key, a blob in base64."""
    if len(text) < 200:
        return None
    blanks = sum(map(str.isspace, text))
    if text.isascii() and blanks < 0.02 * len(text):
        return Kind("no words but encoded data")
    letters = sum(len(word) for word in _WORD.findall(text))
    return Kind("numbers and marks rather than words") if letters < 0.3 * len(text) else None
