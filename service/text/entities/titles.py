"""Titles and offices before a name: "House Speaker Ana Duarte" is Ana Duarte."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from service.text.gazetteers.countries import country, is_demonym
from service.text.gazetteers.first_names import is_forename
from service.text.gazetteers.word_lists import ATTRIBUTES, THINGS, TITLES, bare, stem

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
_BODIES = frozenset({"justice", "labour", "conservative"})  # ranks that may end a body's name
_TITLES_ALONE = TITLES - ATTRIBUTES  # those that show a person without another title
_LONGEST_NAME = 5  # words of a person's name


def titles_before(words: Sequence[str]) -> int:
    """How many of the words that begin with a person's name are titles before it.

    "Russian Defense Minister Andrei Belousov" has three, "Defense Ministry" none.
    """
    return next((count for reading in _READINGS if (count := reading(words))), 0)


def is_office(words: Sequence[str]) -> bool:
    """ "Senate Majority Leader", but not "House of Representatives", "Dollar General"."""
    last = bare(words[-1]).lower()
    if not _is_rank(last) or last in _BODIES or "of" in words:
        return False
    return last != "general" or (len(words) > 1 and _is_rank(words[-2]))


# Each reading gives the number of words before the person's name, or 0 where it finds no
# person. They are tried in order.

Reading = Callable[[Sequence[str]], int]


def _up_to_last_rank(words: Sequence[str]) -> int:
    """ "Texas Republican Rep. Tom Reyes": three, since "Rep." is the last rank."""
    count = next((i for i in range(len(words) - 1, 0, -1) if _is_rank(words[i - 1])), 0)
    while count and count < len(words) and is_demonym(words[count]):
        count += 1
    return count if count and _is_person(words[count:]) else 0


def _up_to_forename(words: Sequence[str]) -> int:
    """ "Secretary of State Ana Duarte", "Chief of Staff Tom Reyes": three."""
    count = next((i for i in range(len(words) - 2, 0, -1) if is_forename(words[i])), 0)
    titled = any(word.lower() in TITLES for word in words[:count])
    return count if titled and _is_person(words[count:]) else 0


def _leading_titles(words: Sequence[str]) -> int:
    """ "Former Ukrainian Coach Muntil": three titles and demonyms; 0 without a title."""
    count = 0
    while count < len(words) and (_folded(words[count]) in TITLES or is_demonym(words[count])):
        count += 1
    return count if any(_folded(word) in _TITLES_ALONE for word in words[:count]) else 0


def _up_to_plain_word(words: Sequence[str]) -> int:
    """ "King Zorvan": one, where what follows may be a person; "General Assembly": none."""
    count = _leading_titles(words)
    return count if count and _is_person(words[count:]) else 0


_READINGS: tuple[Reading, ...] = (_up_to_last_rank, _up_to_forename, _up_to_plain_word)


def _folded(word: str) -> str:
    return word.lower().rstrip(".")


def _is_rank(word: str) -> bool:
    low = _folded(bare(word)).removesuffix("-elect")
    return low in _RANKS or low.removesuffix("s") in _RANKS


def _is_person(words: Sequence[str]) -> bool:
    """Whether what follows a title is a person's name, not "Assembly" or "Department"."""
    named = [bare(w) for w in words]
    if not 1 <= len(named) <= _LONGEST_NAME:
        return False
    return not any(stem(w) in THINGS or country(w) or w in {"of", "for", "the"} for w in named)
