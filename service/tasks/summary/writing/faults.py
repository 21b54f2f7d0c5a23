"""Faults of generated text that make all of it unusable."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

_WORD = re.compile(r"\w[\w’'-]*")
_STUTTER = 4  # times that one word stands in a row
_GRAM = 8  # words of a run that should not recur; shorter ones do in sentences of one pattern
_RECURS = 3  # times that a run occurs in a loop
_LOOPED = 0.4  # the least share of the words that recurring runs make up in a loop
_LEAST_WORDS = 3
_LETTERS = 0.6  # the least share of letters and blanks in prose


def fault_of(text: str, *, partial: bool = False) -> str | None:
    """The reason why a text is no prose, which completes "the model's text …"; None if it may be.

    Whether it is true is not asked here. Of a `partial` text it does not matter that it is short.
    """
    words = [word.lower() for word in _WORD.findall(text)]
    if len(words) < _LEAST_WORDS:
        return None if partial else "is empty"
    if sum(c.isalpha() or c.isspace() for c in text) < _LETTERS * len(text):
        return "is no prose"
    if _loops(words):
        return "repeats itself"
    return None


def _loops(words: list[str]) -> bool:
    """Whether runs of words recur as in the loops of a decoder, or one word does."""
    if any(len({*words[i : i + _STUTTER]}) == 1 for i in range(len(words) - _STUTTER + 1)):
        return True
    grams = [tuple(words[i : i + _GRAM]) for i in range(len(words) - _GRAM + 1)]
    counts = Counter(grams)
    looped = [i for i, gram in enumerate(grams) if counts[gram] >= _RECURS]
    if not looped:
        return False
    covered = _GRAM + sum(min(_GRAM, later - earlier) for earlier, later in pairwise(looped))
    return covered >= _LOOPED * len(words)
