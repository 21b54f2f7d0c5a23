"""Names of a statement that an article does not have."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass
from functools import cache

from service.text.gazetteers.countries import COUNTRIES
from service.text.gazetteers.word_lists import CALENDAR, PARTICLES, STOPWORDS, TITLES, bare, stem

_CAPITAL = r"[A-Z][\w’'&.-]*\w|[A-Z]"
_SMALL = "|".join(sorted(PARTICLES | {"of"}))
_NAME = re.compile(rf"(?:{_CAPITAL})(?:[ -](?:(?:{_SMALL}) )?(?:{_CAPITAL}))*")
_WORD = re.compile(r"[^\W_]+")
_COMPOUND = re.compile(r"[A-Z]\w*(?:-[a-z]\w*)+")  # "Thirty-six", "Long-term"
_NO_NAMES = STOPWORDS | CALENDAR | TITLES | {"i", "mr", "mrs", "ms", "dr"}
_MOST_CAPITALS = 0.6  # the share of words with a capital from which it marks no names


@dataclass(frozen=True, slots=True)
class StatementName:
    """A name at `[begin, end)` of a statement, with the stems of its words."""

    begin: int
    end: int
    words: tuple[str, ...]


def names_in(text: str) -> list[StatementName]:
    """The names of a text, by capitals; none where small letters or capitals are everywhere.

    A first word counts only within a longer name, since every sentence begins with a capital.
    """
    words = text.split()
    capitals = sum(word[:1].isupper() for word in words)
    if not words or capitals > max(2, _MOST_CAPITALS * len(words)):
        return []
    found = []
    for match in _NAME.finditer(text):
        own = [w for w in _WORD.findall(bare(match[0])) if w.lower() not in _NO_NAMES]
        if not own or (_starts(text, match) and _is_one_word(match[0], own)):
            continue
        found.append(StatementName(match.start(), match.end(), tuple(stem(w) for w in own)))
    return found


def _starts(text: str, match: re.Match[str]) -> bool:
    """Whether a sentence or a quotation begins with it."""
    return match.start() == 0 or text[: match.start()].rstrip()[-1:] in '.!?:“"'


def _is_one_word(name: str, own: Sequence[str]) -> bool:
    return len(own) == 1 or _COMPOUND.fullmatch(name) is not None


def known_words(stems: Set[str], article: str) -> frozenset[str]:
    """The words by which names of an article with these stems may be called.

    Peoples and their countries are one ("Russian", "Russia"), and so are a body and its initials.
    """
    initials = {"".join(w[0] for w in run.split()).lower() for run in _NAME.findall(article)}
    return frozenset(stems | initials | _of_countries(stems))


def unknown_names(text: str, known: Set[str], *, whole: bool = False) -> list[StatementName]:
    """The names of a text none of whose words is one of the `known_words` of the article.

    With `whole` those that have a word that is not: "Tom Reyes of Berlin", where only he is known.
    """
    enough = all if whole else any
    return [name for name in names_in(text) if not enough(word in known for word in name.words)]


def _of_countries(known: Set[str]) -> frozenset[str]:
    """The stems of all words for the countries that some of the words are for."""
    return frozenset(part for words in _country_words() if words & known for part in words)


@cache
def _country_words() -> tuple[frozenset[str], ...]:
    return tuple(
        frozenset(
            stem(part)
            for name in (*country.names, *country.demonyms, *country.metonyms)
            for part in _WORD.findall(name)
            if part.lower() not in _NO_NAMES
        )
        for country in COUNTRIES
    )
