"""Whole texts of our own, with the kind of every part."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from service.text.document import BlockKind
from service.text.segmentation.builder import build_document

_FILE = Path(__file__).parent / "cases" / "documents.txt"
_KINDS = {
    "h": BlockKind.HEADING,
    "y": BlockKind.BYLINE,
    "d": BlockKind.DATELINE,
    "c": BlockKind.CAPTION,
    "b": BlockKind.BODY,
    "q": BlockKind.QUOTE,
    "x": BlockKind.BOILERPLATE,
}
_JOINTS = {"": "\n\n", "&": " ", "-": "\n"}
_PART = re.compile(r"([&-]?)([hydcbqx])\| (.+)")


def documents() -> dict[str, list[tuple[str, BlockKind, str]]]:
    """(what stands before it, kind, words) of every part, by the name of the text."""
    found: dict[str, list[tuple[str, BlockKind, str]]] = {}
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("== "):
            parts = found.setdefault(line[3:], [])
        elif match := _PART.fullmatch(line):
            parts.append((_JOINTS[match[1]], _KINDS[match[2]], match[3]))
    return found


DOCUMENTS = documents()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_part_has_its_kind(name: str) -> None:
    parts = DOCUMENTS[name]
    text = "".join(joint + words for joint, _, words in parts).strip()
    document = build_document(text, language="en")
    found: list[tuple[str, str]] = []
    at = 0
    for _, _, words in parts:
        begin = text.index(words, at)
        at = begin + len(words)
        kinds = {b.kind.value for b in document.blocks if b.span.begin < at and b.span.end > begin}
        found.append((" and ".join(sorted(kinds)), words))
    assert found == [(kind.value, words) for _, kind, words in parts]
