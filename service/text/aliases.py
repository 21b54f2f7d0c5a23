"""Other ways to name what a caller asks for: initials, a body without its country, parties.

Only what news takes for granted and no text spells out: "the FBI", "Justice Department",
"Republicans" and "the GOP". The table of parties holds those that English-language news is
mostly about; adding a line is all it takes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from service.text.words import STOPWORDS

_COUNTRY = re.compile(r"^(?:the\s+)?(?:United States|U\.S\.|US)\s+|\s+of the United States$")


@dataclass(frozen=True, slots=True)
class Party:
    """`members` and `names` stand for the party, `adjectives` are only about it."""

    members: tuple[str, ...]
    names: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()


_PARTIES = {
    "Republican Party": Party(("Republicans",), ("GOP", "G.O.P."), ("Republican",)),
    "Democratic Party": Party(("Democrats", "Dems"), ("DNC",), ("Democratic", "Democrat")),
    "Conservative Party": Party(("Conservatives", "Tories"), (), ("Tory",)),
    "Labour Party": Party((), ("Labour",)),
    "Liberal Democrats": Party(("Lib Dems",), (), ("Lib Dem",)),
    "Green Party": Party(("Greens",)),
}
_KNOWN = {
    name.lower(): (full, party)
    for full, party in _PARTIES.items()
    for name in (full, *party.members, *party.names)
}


def party(target: str) -> tuple[str, Party] | None:
    """The full name of the party that a target names, and how else it is called."""
    return _KNOWN.get(target.lower().removeprefix("the "))


def forms(target: str) -> list[str]:
    """Shorter forms of a body's name: "Department of Justice" and "DOJ", "CDC"."""
    short = _COUNTRY.sub("", target).strip()
    found = [short] if short != target and len(short.split()) > 1 else []
    words = short.split()
    weighty = [w for w in words if w.lower() not in STOPWORDS]
    if len(words) < 3 or not all(w[0].isupper() for w in weighty):
        return found
    whole = "".join(w[0] for w in weighty)
    spoken = "".join(w[0].upper() for w in words if w.lower() != "the")
    return found + [x for x in dict.fromkeys((whole, spoken, whole[:-1])) if len(x) >= 3]


def initials(name: str) -> str:
    """The capitals with which the words of a name begin."""
    return "".join(w[0] for w in name.split() if w[0].isupper())
