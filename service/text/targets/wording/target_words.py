"""The words of a target, with what their form tells before any grammar."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from service.text.gazetteers.countries import is_demonym
from service.text.targets.wording.closed_classes import (
    ADVERBS,
    AUXILIARIES,
    CONJUNCTIONS,
    DETERMINERS,
    NON_FINITE,
    PREPOSITIONS,
    PRONOUNS,
    RELATIVES,
    SUBORDINATORS,
)

_WORD = re.compile(r"[^\W_]+(?:[’'.&\-/][^\W_]+)*['’]?")
_COMMA = re.compile(r"[,;:–—]|\s-\s")
_CLOSED = (
    DETERMINERS
    | PRONOUNS
    | PREPOSITIONS
    | CONJUNCTIONS
    | RELATIVES
    | SUBORDINATORS
    | AUXILIARIES
    | NON_FINITE
    | {"to"}
)
# Plural without its ending; adjectives that stand for people are among them.
_PLURALS = frozenset(
    """people police men women children media youth staff cattle rich poor elderly young
    unemployed wealthy blind deaf disabled homeless dead old sick clergy troops folk
    british french irish dutch chinese japanese swiss""".split()
)


@dataclass(frozen=True, slots=True)
class TargetWord:
    """A word as written and in small letters; `apart` says that a comma or dash is before it."""

    text: str
    low: str
    apart: bool

    @property
    def is_name(self) -> bool:
        """Whether it has a capital; the first word of a target may have it for its place."""
        return self.text[0].isupper() and self.low != "i"

    @property
    def is_open(self) -> bool:
        """Whether it is a noun, verb, adjective or name."""
        return self.low not in _CLOSED and not self.is_adverb

    @property
    def is_adverb(self) -> bool:
        """ "never", "deliberately", but no name on "-ly"."""
        return self.text.islower() and (self.low in ADVERBS or self.low.endswith("ly"))

    @property
    def is_possessive(self) -> bool:
        """ "Trump's", "nurses'"."""
        return self.low.endswith(("'s", "s'")) and self.low[:-2] not in PRONOUNS

    @property
    def is_plural(self) -> bool:
        """ "vaccines", "people"."""
        if self.low in _PLURALS:
            return True
        if self.low.endswith("is"):
            return is_demonym(self.low[:-1])  # "Israelis", but not "Paris", "crisis"
        return self.low.endswith("s") and not self.low.endswith(("ss", "us", "'s"))


def target_words(target: str) -> list[TargetWord]:
    """The words in order; where all is in capitals these tell nothing and are not kept."""
    if len(target.split()) > 1 and target.isupper() and not _is_acronyms(target):
        target = target.lower()
    found: list[TargetWord] = []
    at = 0
    for match in _WORD.finditer(target):
        low = match[0].lower().replace("’", "'")
        apart = bool(found) and _COMMA.search(target, at, match.start()) is not None
        found.append(TargetWord(match[0], low, apart))
        at = match.end()
    return found


def is_title_case(words: Sequence[TargetWord]) -> bool:
    """Whether all words that carry meaning have capitals: "Save the Children"."""
    weighty = [w for w in words if w.is_open or w.is_name]
    return len(weighty) > 1 and all(w.is_name or w.text[0].isdigit() for w in weighty)


def _is_acronyms(target: str) -> bool:
    """ "US NATO"."""
    return all(len(word) <= 5 for word in target.split()) and len(target.split()) == 2
