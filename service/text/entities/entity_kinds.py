"""Whether a name of several words is a person's.

The rules are tried in order; the first that has a verdict decides. A name of two or three
plain words of which nothing is known is a person's.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from service.text.document import Document
from service.text.entities.model import EntityKind
from service.text.entities.names import Name
from service.text.gazetteers.countries import METONYMS, country
from service.text.gazetteers.first_names import is_forename
from service.text.gazetteers.word_lists import THINGS, stem

_WITHIN_WORD = re.compile("[.’'-]")  # "O’Neill", "Al-Sisi", "J.K."
_AGED = re.compile(r"\s*,\s\d{1,3},")
_REPORTS = re.compile(r"\s(?:says?|said|told|adds|added|wrote|tweeted|recalled)\b")
_REPORTED = re.compile(r"\b(?:said|says|added|adds)\s$")
_PLACE_BEGINS = frozenset(
    """new north south east west northern southern eastern western san santa los las el st saint
    fort mount lake cape port puerto costa hong great upper lower central""".split()
)
_AT_PLACE = frozenset("in at near from to outside around of".split())
_BEFORE_THINGS = _AT_PLACE | {"the"}
_REACH = 12  # code points before a name that hold the word before it


class NameInContext(NamedTuple):
    """A name of several words, and the single words that are names in the same document."""

    document: Document
    name: Name
    words: tuple[str, ...]
    single_names: frozenset[str]


KindRule = Callable[[NameInContext], EntityKind | None]


def kind_of(document: Document, name: Name, single_names: frozenset[str]) -> EntityKind:
    """`PERSON` or `OTHER` for a name; `single_names` are those of one word in the document."""
    candidate = NameInContext(document, name, name.words, single_names)
    for rule in _RULES:
        kind = rule(candidate)
        if kind is not None:
            return kind
    return EntityKind.PERSON


def speaks_or_has_age(document: Document, name: Name) -> bool:
    """ "Oleksandr, 40, an officer", "said Artem" and "Oleksandr says" are people."""
    text, span = document.text, name.span
    if name.text.isupper():
        return False
    return bool(
        _AGED.match(text, span.end)
        or _REPORTS.match(text, span.end)
        or _REPORTED.search(text[max(0, span.begin - 8) : span.begin])
    )


def is_place(document: Document, name: Name) -> bool:
    """ "celebrations in Moscow" is the town, "Moscow denied" the government."""
    return _word_before(document, name).lower() in _AT_PLACE


def _word_before(document: Document, name: Name) -> str:
    before = document.text[max(0, name.span.begin - _REACH) : name.span.begin].split()
    return before[-1] if before else ""


def _titled(candidate: NameInContext) -> EntityKind | None:
    """ "President Ana Duarte" is a person."""
    return EntityKind.PERSON if candidate.name.titled else None


def _not_plain(candidate: NameInContext) -> EntityKind | None:
    """ "Boeing 737", "Group of Seven" and names of more than four words are not people."""
    plain = all(w[0].isupper() and _WITHIN_WORD.sub("", w).isalpha() for w in candidate.words)
    return None if plain and len(candidate.words) <= 4 else EntityKind.OTHER


def _body_or_place(candidate: NameInContext) -> EntityKind | None:
    """ "Portvale Police", "Bank Ukraine" and "NATO Watch" are not people, but "J.K. Reyes" is."""
    for word in candidate.words:
        acronym = word.isupper() and "." not in word and len(word) > 1
        if acronym or stem(word) in THINGS or country(word):
            return EntityKind.OTHER
    return None


def _metonym(candidate: NameInContext) -> EntityKind | None:
    """ "White House" is not a person."""
    return EntityKind.OTHER if candidate.name.text.lower() in METONYMS else None


def _forename(candidate: NameInContext) -> EntityKind | None:
    """ "Ana Duarte" is a person."""
    return EntityKind.PERSON if is_forename(candidate.words[0]) else None


def _surname_alone(candidate: NameInContext) -> EntityKind | None:
    """ "Zorvan Muntil" is a person where "Muntil" is a name elsewhere in the text."""
    return EntityKind.PERSON if candidate.words[-1] in candidate.single_names else None


def _speaks_or_has_age(candidate: NameInContext) -> EntityKind | None:
    """ "Zorvan Muntil said" is a person."""
    return EntityKind.PERSON if speaks_or_has_age(candidate.document, candidate.name) else None


def _long(candidate: NameInContext) -> EntityKind | None:
    """ "Rise Up Portvale Now" is not a person."""
    return EntityKind.OTHER if len(candidate.words) > 3 else None


def _after_article(candidate: NameInContext) -> EntityKind | None:
    """ "the Rose Revolution", "in Porto Alegre" are not people."""
    before = _word_before(candidate.document, candidate.name).lower().lstrip("“‘\"'(")
    return EntityKind.OTHER if before in _BEFORE_THINGS else None


def _place_name(candidate: NameInContext) -> EntityKind | None:
    """ "San Juan", "New Haven" are not people."""
    return EntityKind.OTHER if candidate.words[0].lower() in _PLACE_BEGINS else None


def _plural(candidate: NameInContext) -> EntityKind | None:
    """ "Weight Watchers" are not a person, "Zorvan Bass" is."""
    last = candidate.words[-1]
    return EntityKind.OTHER if last.endswith("s") and not last.endswith("ss") else None


_RULES: tuple[KindRule, ...] = (
    _titled,
    _not_plain,
    _body_or_place,
    _metonym,
    _forename,
    _surname_alone,
    _speaks_or_has_age,
    _long,
    _after_article,
    _place_name,
    _plural,
)
