"""Titles and offices before a name: "House Speaker Ana Duarte" is Ana Duarte."""

from __future__ import annotations

from collections.abc import Sequence

from service.text.gazetteers.countries import country, is_demonym
from service.text.gazetteers.first_names import is_forename
from service.text.gazetteers.word_lists import ATTRIBUTES, THINGS, TITLES, bare, stem

POINTED = frozenset("rep sen gov gen lt col sgt capt dr mr mrs ms prof st hon".split())
# Ranks that may follow other capitals: "Senate Minority Leader". Those that are surnames too
# ("King", "Dean") must stand first.
_RANKS = frozenset(
    """president minister premier chancellor secretary senator sen representative rep congressman
    congresswoman governor gov mayor judge justice general gen colonel col captain capt lieutenant
    lt sergeant sgt admiral attorney leader speaker whip chairman chairwoman director officer ceo
    cfo founder spokesman spokeswoman spokesperson commissioner ambassador envoy counsel detective
    inspector sheriff superintendent republican democrat democratic conservative labour professor
    prof dr mr mrs ms""".split()
)
_BODIES = frozenset({"justice", "labour", "conservative"})  # of these, what may end a name
_TITLED = TITLES - ATTRIBUTES
_LONGEST = 5


def titles_before(words: Sequence[str], before: str) -> tuple[int, bool]:
    """How many of a name's words are titles before it, and whether a title shows a person.

    `before` is the word before them, whose title may be in lower case ("president Ana
    Duarte"). "Russian Defense Minister Andrei Belousov" has three; "Defense Ministry" none.
    """
    after = next((i for i in range(len(words) - 1, 0, -1) if _is_rank(words[i - 1])), 0)
    while after and after < len(words) and is_demonym(words[after]):
        after += 1
    if after and _may_be_person(words[after:]):
        return after, True
    # "Secretary of State Ana Duarte", "Chief of Staff Tom Reyes"
    first = next((i for i in range(len(words) - 2, 0, -1) if is_forename(words[i])), 0)
    if any(w.lower() in TITLES for w in words[:first]) and _may_be_person(words[first:]):
        return first, True
    lead = 0
    while lead < len(words) and (_bare(words[lead]) in TITLES or is_demonym(words[lead])):
        lead += 1
    if not any(_bare(w) in _TITLED for w in words[:lead]):
        return 0, before in _TITLED
    return (lead, True) if _may_be_person(words[lead:]) else (0, False)


def is_office(words: Sequence[str]) -> bool:
    """ "Senate Majority Leader", but not "House of Representatives", "Dollar General"."""
    last = bare(words[-1]).lower()
    if not _is_rank(last) or last in _BODIES or "of" in words:
        return False
    return last != "general" or (len(words) > 1 and _is_rank(words[-2]))


def _bare(word: str) -> str:
    return word.lower().rstrip(".")


def _is_rank(word: str) -> bool:
    low = _bare(bare(word)).removesuffix("-elect")
    return low in _RANKS or low.removesuffix("s") in _RANKS


def _may_be_person(words: Sequence[str]) -> bool:
    """Whether what follows a title is a person's name, not "Motors" or "Department"."""
    named = [bare(w) for w in words]
    if not 1 <= len(named) <= _LONGEST:
        return False
    return not any(stem(w) in THINGS or country(w) or w in {"of", "for", "the"} for w in named)
