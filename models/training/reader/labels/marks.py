"""Reads the inline marks of the written texts.

`[ID:TYPE words]` is a mention of the referent ID, nested where mentions nest; `{s words s}`,
`{q words q}` and `{c words c}` are the source, the cue and the content of an attribution.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

_MARK = re.compile(r"\[(\d+):([polgx])\s|\{([scq])\s|\s?([scq])\}|\]")
KINDS = {"p": "person", "o": "organization", "l": "place", "g": "group", "x": "other"}

_Open = TypeVar("_Open")
Pair = tuple[int, int]
"""Begin and end in code points of the text without marks."""


class MarkError(ValueError):
    """The marks of a text are not balanced."""


class MarkedMention(NamedTuple):
    """A mention of a referent, in code points of the text without marks."""

    begin: int
    end: int
    referent: int
    kind: str


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A text without its marks, and what they say."""

    text: str
    mentions: tuple[MarkedMention, ...]
    sources: tuple[Pair, ...]
    cues: tuple[Pair, ...]
    contents: tuple[Pair, ...]


def read(marked: str) -> MarkedText:
    """The text and its marks; each kind in the order of its ends. Raises `MarkError`."""
    pieces: list[str] = []
    length = at = 0
    open_mentions: list[tuple[int, int, str]] = []
    open_parts: dict[str, list[int]] = {"s": [], "q": [], "c": []}
    mentions: list[MarkedMention] = []
    parts: dict[str, list[Pair]] = {"s": [], "q": [], "c": []}
    for mark in _MARK.finditer(marked):
        pieces.append(marked[at : mark.start()])
        length += len(pieces[-1])
        at = mark.end()
        referent, kind, opened, closed = mark.groups()
        if referent:
            open_mentions.append((length, int(referent), KINDS[kind]))
        elif opened:
            open_parts[opened].append(length)
        elif closed:
            parts[closed].append((_last(open_parts[closed], mark), length))
        else:
            begin, number, meant = _last(open_mentions, mark)
            mentions.append(MarkedMention(begin, length, number, meant))
    if open_mentions or any(open_parts.values()):
        raise MarkError("a mark is not closed")
    text = "".join(pieces) + marked[at:]
    return MarkedText(
        text, tuple(mentions), tuple(parts["s"]), tuple(parts["q"]), tuple(parts["c"])
    )


def _last(opened: list[_Open], mark: re.Match[str]) -> _Open:
    if not opened:
        raise MarkError(f"{mark[0]!r} at {mark.start()} closes nothing")
    return opened.pop()
