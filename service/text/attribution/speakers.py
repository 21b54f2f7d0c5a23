"""Who speaks: a person or body that the text names, describes or means by a pronoun."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from service.text.document import BlockKind, Document, Sentence
from service.text.entities.model import METONYM, Entity, EntityKind, Mention
from service.text.span import Span


@dataclass(frozen=True, slots=True)
class Speaker:
    """`span` is where the text means the speaker there; `name` the fullest form known.

    `name` is None for a pronoun that stands for nobody whom the text tells for certain.
    `named` is False for a speaker without a name: "the soldier", "he".
    """

    name: str | None
    span: Span
    named: bool = True


@dataclass(frozen=True, slots=True)
class OwnAttribution:
    """That a sentence attributes words to `speaker`, who is None where it does not tell whom."""

    speaker: Speaker | None


_MOST_WORDS = 4  # of a name in a headline
_WORD = re.compile(r"[^\W\d_](?:[\w’'-]*\w)?\.?")


@dataclass(frozen=True, slots=True)
class Named:
    """A mention of an entity that may be a speaker."""

    span: Span
    entity: Entity

    @property
    def is_person(self) -> bool:
        """Whether it is a person's name or pronoun."""
        return self.entity.kind is EntityKind.PERSON

    def speaker(self) -> Speaker:
        """The speaker who is named there."""
        return Speaker(self.entity.name, self.span)


class Names:
    """The mentions of a document's entities, by sentence."""

    def __init__(self, document: Document, entities: Sequence[Entity]) -> None:
        self.document = document
        self.entities = entities
        self._by_sentence: dict[int, list[Named]] = {}
        for entity in entities:
            for mention in entity.mentions:
                if mention.strength >= METONYM:
                    self._add(mention, entity)
        aliases = _aliases(entities)
        for sentence in document.sentences:
            if sentence.kind is BlockKind.HEADING:
                self._by_sentence[sentence.index] = _in_headline(document, sentence, aliases)
        for found in self._by_sentence.values():
            found.sort(key=lambda named: named.span)

    def _add(self, mention: Mention, entity: Entity) -> None:
        named = Named(mention.span, entity)
        self._by_sentence.setdefault(mention.sentence, []).append(named)

    def inside(self, sentence: Sentence) -> Sequence[Named]:
        """The names in a sentence, in text order."""
        return self._by_sentence.get(sentence.index, ())


def _aliases(entities: Sequence[Entity]) -> dict[str, Entity]:
    """The entities by every form of their names that has a capital."""
    found: dict[str, Entity] = {}
    for entity in entities:
        for alias in (*entity.aliases, entity.name):
            if alias[:1].isupper():
                found.setdefault(alias, entity)
    return {**surnames(entities), **found}


def surnames(entities: Sequence[Entity]) -> dict[str, Entity]:
    """The people of a text by their last names, those left out that two of them share."""
    found: dict[str, Entity] = {}
    shared: set[str] = set()
    for entity in entities:
        *rest, last = entity.name.split()
        if entity.kind is EntityKind.PERSON and rest:
            if found.setdefault(last, entity) is not entity:
                shared.add(last)
    return {name: entity for name, entity in found.items() if name not in shared}


def _in_headline(document: Document, sentence: Sentence, aliases: dict[str, Entity]) -> list[Named]:
    """The names of the text in a headline, the longest at each place."""
    words = [
        m.span() for m in _WORD.finditer(document.text, sentence.span.begin, sentence.span.end)
    ]
    found: list[Named] = []
    at = 0
    while at < len(words):
        for last in range(min(at + _MOST_WORDS, len(words)) - 1, at - 1, -1):
            begin, end = words[at][0], words[last][1]
            for stop in (end, end - 2):  # "Duarte’s"
                entity = aliases.get(document.text[begin:stop])
                if entity is not None:
                    found.append(Named(Span(begin, stop), entity))
                    break
            else:
                continue
            at = last
            break
        at += 1
    return found
