"""Parties and the words for them: "Republicans", "the GOP", "Tory".

The table holds those that English-language news is mostly about; adding a line is all it takes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from service.text.span import Span
from service.text.tokens import Words

MEMBERS, NAME, ADJECTIVE = 0.9, 0.8, 0.5  # how surely (0..1) such a word means the party


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


# Words that in running text mean a party and hardly ever anything else, with how firmly:
# as its members, as the party itself, or only as an adjective.
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
    """The party that a word of the text means, and how firmly (0..1): "Republicans", "GOP"."""
    return _WORDS.get(word.lower())


class PartyWord(NamedTuple):
    """A word that means a party, as it stands in the text."""

    span: Span
    sentence: int
    strength: float
    party: str
    word: str


def find_parties(words_of: Words) -> Iterator[PartyWord]:
    """Words for parties in body and quotes, in text order."""
    for index, words in words_of.items():
        for i, token in enumerate(words):
            of = party_word(token.word) if token.word[:1].isupper() else None
            following = words[i + 1].word if of and i + 1 < len(words) else ""
            if of and following not in {"Party", "Republic", "National"}:
                yield PartyWord(Span(token.begin, token.end), index, of[1], of[0], token.word)
