"""Phrases of two or three content words that a text repeats: candidates for its topics."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from service.text.document import Document
from service.text.gazetteers.word_lists import CALENDAR, STOPWORDS, TITLES, stem
from service.text.tokens import Token, Words

VERBS = frozenset(
    """is are was were be been has have had do does did will would can could should must may might
    says say said wants want needs need makes make made took take takes should won't isn't aren't
    causes cause fails failed works helps hurts deserves leads going""".split()
)
# Past tenses that are not also nouns: "went viral" is no topic, but "tax cut" is one.
_PASTS = frozenset(
    """went gone came got took gave told lost won met kept ran knew thought brought began became
    stood sent paid broke spoke wrote fell grew threw drew flew chose spent bought taught caught
    fought sold meant heard""".split()
)
_LIGHT = STOPWORDS | CALENDAR | VERBS | _PASTS
_APART = re.compile(r"[^\w\s’'\-]")

Forms = dict[tuple[str, ...], list[str]]


class _Word(NamedTuple):
    """The positions in a phrase where a word may be, and its stem."""

    inside: bool
    first: bool
    last: bool
    stem: str


def find_phrases(document: Document, words_of: Words) -> Forms:
    """Every phrase by its stems, with the counts of its forms in the text."""
    known: dict[str, _Word] = {}
    forms: Forms = {}
    for tokens in words_of.values():
        words = []
        for token in tokens:
            word = known.get(token.word)
            if word is None:
                word = known[token.word] = _word(token.word)
            words.append(word)
        for size in (2, 3):
            for i in range(len(words) - size + 1):
                if _is_phrase(words[i : i + size]):
                    _add(document, forms, tokens[i : i + size], words[i : i + size])
    return forms


def repeated(forms: Forms, least: int) -> dict[str, int]:
    """Phrases with at least `least` occurrences, in their most common form, with counts."""
    found = {key: given for key, given in forms.items() if len(given) >= least}
    # "Korean troops" adds nothing if every occurrence is within "North Korean troops".
    inner = {
        part
        for key, given in found.items()
        if len(key) == 3
        for part in (key[:2], key[1:])
        if part in found and len(found[part]) <= len(given)
    }
    return {_common(given): len(given) for key, given in found.items() if key not in inner}


def _word(word: str) -> _Word:
    low = word.lower()
    inside = low not in _LIGHT and len(low) >= 3 and word.replace("-", "").isalpha()
    first = inside and low not in TITLES
    # A phrase of names alone is already an entity, so its head must be a common noun.
    last = first and word.islower() and not low.endswith(("ly", "ed", "ing"))
    return _Word(inside, first, last, stem(word) if inside else "")


def _is_phrase(words: Sequence[_Word]) -> bool:
    return words[-1].last and words[0].first and all(w.inside for w in words)


def _add(document: Document, forms: Forms, tokens: Sequence[Token], words: Sequence[_Word]) -> None:
    between = document.text[tokens[0].begin : tokens[-1].end]
    # Not "harassing members" before "of the staff", because the noun phrase continues.
    goes_on = document.text.startswith(" of ", tokens[-1].end)
    if not goes_on and not _APART.search(between):
        forms.setdefault(tuple(w.stem for w in words), []).append(" ".join(between.split()))


def _common(forms: list[str]) -> str:
    often = Counter(forms)
    return max(often, key=lambda f: (often[f], f))
