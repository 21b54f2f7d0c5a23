"""Runs of capitalised words, which the baselines use as names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from service.text.span import Span

_RUN = re.compile(r"\b[A-Z][\w-]*(?:[ ][A-Z][\w-]*)*")
_NO_NAMES = frozenset(
    "A An And As At But By For From He Her His I If In It Its No Not Of On Or She So That The "
    "Their There They This To We What When Who With You".split()
)


def capitalised_runs(text: str) -> Iterator[Span]:
    """The longest runs of capitalised words, from left to right, without function words first."""
    for match in _RUN.finditer(text):
        begin, words = match.start(), match[0].split(" ")
        while words and words[0] in _NO_NAMES:
            begin += len(words.pop(0)) + 1
        if words:
            yield Span(begin, match.end())
