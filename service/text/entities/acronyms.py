"""Acronyms and ordinary words: "WHO" is not "who", but "Uefa" is "UEFA"."""

from __future__ import annotations

import re
from importlib.resources import files

from service.text.gazetteers.word_lists import CALENDAR, STOPWORDS

_SHORT = frozenset((files("service.text.entities") / "short_words.txt").read_text("utf-8").split())
_ORDINARY = _SHORT | STOPWORDS | CALENDAR
LONGEST = 4  # letters up to which only capitals distinguish an acronym from a word
_DOTTED = re.compile(r"(?:[A-Za-z]\.\s?){1,5}[A-Za-z]\.?")


def is_ordinary(word: str) -> bool:
    """Whether a short word in small letters is one of everyday English."""
    return word in _ORDINARY


def letters_of(word: str) -> str | None:
    """The letters of an acronym, with or without full stops; None for another word."""
    if _DOTTED.fullmatch(word):
        word = re.sub(r"[.\s]", "", word)
    return word if 2 <= len(word) <= 6 and word.isupper() and word.isalpha() else None
