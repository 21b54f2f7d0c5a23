"""Parties and the words for them: "Republicans", "the GOP", "Tory".

The table holds those that English-language news is mostly about; a new one takes one line.
"""

from __future__ import annotations

from dataclasses import dataclass

MEMBERS, NAME, ADJECTIVE = 0.9, 0.8, 0.5  # how surely (0..1) a word means the party


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
    """The full name of the party that a target names, and its other words; None for no party."""
    return _KNOWN.get(target.lower().removeprefix("the "))


# Words that in running text hardly ever mean anything but a party, each with its strength.
_WORDS = {
    word.lower(): (full, strength)
    for full in ("Republican Party", "Democratic Party", "Conservative Party")
    for words, strength in (
        (_PARTIES[full].members, MEMBERS),
        (_PARTIES[full].names, NAME),
        (_PARTIES[full].adjectives, ADJECTIVE),
    )
    for word in words
    if word != "Conservatives"
}


def party_word(word: str) -> tuple[str, float] | None:
    """The party that a word of a text means, and how surely (0..1): "Republicans", "GOP"."""
    return _WORDS.get(word.lower())
