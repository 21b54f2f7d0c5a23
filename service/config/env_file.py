"""Checks the lines of a `.env` file for faults that the reader of settings ignores."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

from dotenv.parser import Binding, parse_stream

ENCODING = "utf-8-sig"  # some editors put a byte order mark before the first name


def faults(path: Path, prefix: str) -> list[str]:
    """A message for each line that sets nothing, or that a later line overrides.

    Only names with `prefix` are checked, because other programs may read the file too. A file
    that does not exist has no faults. Raises `OSError` and `UnicodeDecodeError`.
    """
    if not path.exists():
        return []
    seen: dict[str, int] = {}
    return [fault for binding in _bindings(path) for fault in _of(binding, path, prefix, seen)]


def _bindings(path: Path) -> Iterator[Binding]:
    yield from parse_stream(io.StringIO(path.read_text(encoding=ENCODING)))


def _of(binding: Binding, path: Path, prefix: str, seen: dict[str, int]) -> Iterator[str]:
    # A line of the parser includes the blank lines before it.
    text = binding.original.string
    line = binding.original.line + text[: len(text) - len(text.lstrip())].count("\n")
    where = f"{path}, line {line}"
    if binding.error:
        yield f"{where}: is not of the form NAME=value"
        return
    name = (binding.key or "").upper()
    if not name.startswith(prefix):
        return
    if binding.value is None:
        yield f"{where}: {name} has no value; write {name}=value"
    if name in seen:
        yield f"{where}: {name} stands in line {seen[name]} too; keep one of them"
    seen[name] = line
