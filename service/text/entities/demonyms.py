"""Demonyms: "Ukrainian troops" and "the Ukrainians" speak of Ukraine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from service.text.entities.model import (
    ADJECTIVE,
    DEMONYM,
    Entity,
    EntityKind,
    Mention,
    MentionForm,
)
from service.text.gazetteers.countries import DEMONYMS, Country
from service.text.span import Span
from service.text.tokens import Token, Words

Demonyms = Sequence[tuple[Mention, Country]]


def find_demonyms(words_of: Words) -> Demonyms:
    """Demonyms in body and quotes with the country of each, in text order."""
    return [
        (Mention(Span(words[i].begin, words[end - 1].end), index, strength, _form(strength)), of)
        for index, words in words_of.items()
        for i, end, of, strength in _in_sentence(words)
    ]


def add_demonyms(demonyms: Demonyms, entities: dict[str, Entity]) -> None:
    """Add demonyms to the entity of their country; an adjective alone makes no entity."""
    present = {e.name: e for e in entities.values() if e.kind is EntityKind.COUNTRY}
    for mention, of in demonyms:
        entity = present.get(of.name)
        if entity is None and mention.strength >= DEMONYM:
            entity = present[of.name] = Entity(of.name, EntityKind.COUNTRY)
            entities[of.name.lower()] = entity
        if entity is not None:
            entity.mentions.append(mention)


def _form(strength: float) -> MentionForm:
    return MentionForm.DEMONYM if strength >= DEMONYM else MentionForm.ADJECTIVE


def _in_sentence(words: Sequence[Token]) -> Iterator[tuple[int, int, Country, float]]:
    """First word, word after the last, country and strength of each demonym."""
    free = 0
    for i, token in enumerate(words):
        if i < free or not token.word[:1].isupper():
            continue
        pair = f"{token.word} {words[i + 1].word}" if i + 1 < len(words) else ""
        for size, text in ((2, pair), (1, token.word)):  # "North Korean" before "North"
            if (hit := _country_of(text)) is not None:
                yield i, i + size, *hit
                free = i + size
                break


def _country_of(demonym: str) -> tuple[Country, float] | None:
    """The country, and how surely the word means it: the plural "Russians" is the surer."""
    low = demonym.lower()
    if low in DEMONYMS:
        return DEMONYMS[low], ADJECTIVE
    singular = low.removesuffix("s")
    return (DEMONYMS[singular], DEMONYM) if singular in DEMONYMS else None
