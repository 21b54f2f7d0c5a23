"""Reads the file of an article for `copydesk analyze`."""

from __future__ import annotations

import codecs
import re
import shlex
import sys
from pathlib import Path
from typing import NamedTuple

from service.cli.console import err, of_system
from service.cli.files import file_kind
from service.cli.files.markup_kind import PAGE_SUFFIXES

_MOST = 64 * 1024 * 1024  # bytes; the limit of the service is much smaller
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset=["']?([A-Za-z0-9_-]{1,40})""", re.IGNORECASE)


class NoArticleFile(Exception):
    """The file cannot be read or is no article. The message has the reason and a hint."""


class ArticleFile(NamedTuple):
    """The document to post, and a note about how it was read."""

    document: dict[str, str]
    doubt: str | None = None


def read(name: str, *, force: bool = False) -> ArticleFile:
    """The article in a file, or on standard input for `-`. Raises `NoArticleFile`.

    `force` also reads a file that does not look like an article, if it contains any text.
    """
    raw = _bytes(name)
    text, doubt = _decoded(raw)
    if not text.strip():
        raise NoArticleFile("is empty" if not raw.strip() else "holds no text")
    kind = None if force else file_kind.find_kind(name, raw, text)
    if kind is not None:
        shown = "FILE" if name == "-" else shlex.quote(name)
        remedy = f"; {kind.remedy.format(file=shown)}" if kind.remedy else ""
        raise NoArticleFile(
            f"looks like {kind.what}, no article{remedy} (--force reads it as it is)"
        )
    start = text[:1000].lstrip("\ufeff \t\r\n").lower()
    is_page = name.lower().endswith(PAGE_SUFFIXES) or bool(
        re.match(r"<!doctype html|<html|<\?xml[^>]{0,200}>\s{0,99}(?:<!doctype html|<html)", start)
    )
    return ArticleFile({"html" if is_page else "text": text}, doubt)


def _bytes(name: str) -> bytes:
    if name == "-":
        if sys.stdin.isatty():
            err.print("Reading the article from the keyboard; Ctrl+D on a new line ends it.")
        raw = sys.stdin.buffer.read(_MOST + 1)
    else:
        path = Path(name)
        if path.is_dir():
            raise NoArticleFile(f"is a folder; name files, such as {path / '*.txt'}")
        try:
            with path.open("rb") as file:
                raw = file.read(_MOST + 1)
        except OSError as error:
            raise NoArticleFile(of_system(error).removeprefix(f"{name}: ")) from None
        except ValueError:
            raise NoArticleFile("is no name that a file can have") from None
    if len(raw) > _MOST:
        raise NoArticleFile(f"has more than {_MOST // 2**20} MiB, which is no article")
    return raw


def _decoded(raw: bytes) -> tuple[str, str | None]:
    """Text decoded by its byte order mark, its page's charset, as UTF-8, or by a guess."""
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return raw.decode(encoding, "replace"), None
    try:
        return raw.decode("utf-8"), None
    except UnicodeDecodeError:
        pass
    named = _CHARSET.search(raw[:2048])
    encoding = named[1].decode("ascii") if named else "cp1252"
    try:
        text = raw.decode(encoding, "replace")
    except LookupError:
        encoding, text = "cp1252", raw.decode("cp1252", "replace")
    if named and encoding != "cp1252":
        return text, None
    return text, "is not UTF-8; it was read as Windows-1252"
