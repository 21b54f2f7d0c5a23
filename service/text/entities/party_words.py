"""Words of a text that mean a party: "Republicans", "the GOP", "Democratic senators"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from service.text.entities.model import Entity, EntityKind, Mention, MentionForm
from service.text.gazetteers.parties import ADJECTIVE, MEMBERS, party_word
from service.text.span import Span
from service.text.tokens import Words

# "Democratic Republic" and "Democratic Party" are names of their own.
_BEFORE_NAMES = frozenset({"Party", "Republic", "National"})


class PartyWord(NamedTuple):
    """A word that means a party, as it stands in the text."""

    span: Span
    sentence: int
    strength: float
    party: str
    word: str


def find_party_words(words_of: Words) -> Iterator[PartyWord]:
    """Words for parties in body and quotes, in text order."""
    for index, words in words_of.items():
        for i, token in enumerate(words):
            of = party_word(token.word) if token.word[:1].isupper() else None
            following = words[i + 1].word if of and i + 1 < len(words) else ""
            if of and following not in _BEFORE_NAMES:
                yield PartyWord(Span(token.begin, token.end), index, of[1], of[0], token.word)


def add_party_words(found: Sequence[PartyWord], entities: dict[str, Entity]) -> None:
    """Add members, names and adjectives to their party; an adjective alone makes no entity."""
    for word in found:
        if word.strength > ADJECTIVE:
            entity = entities.setdefault(word.party.lower(), Entity(word.party, EntityKind.OTHER))
            entity.aliases.add(word.word)
            entity.mentions.append(_mention(word))
    for word in found:
        if word.strength <= ADJECTIVE and word.party.lower() in entities:
            entities[word.party.lower()].mentions.append(_mention(word))


def _mention(word: PartyWord) -> Mention:
    forms = {MEMBERS: MentionForm.MEMBERS, ADJECTIVE: MentionForm.ADJECTIVE}
    how = forms.get(word.strength, MentionForm.SHORT_FORM)
    return Mention(word.span, word.sentence, word.strength, how)
