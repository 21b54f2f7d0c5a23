"""Salient named entities of a text, by the number and positions of their mentions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from service.tasks.annotations import NameAnnotations
from service.tasks.target import Target, TargetKind, TargetOrigin
from service.tasks.targeted.heading import heading_of
from service.tasks.targeted.mention_context import (
    has_office,
    is_addressee,
    is_head,
    is_located,
    is_place,
    speaks,
)
from service.text.document import Document
from service.text.entities.model import ADJECTIVE, Entity, EntityKind, Mention
from service.text.gazetteers.word_lists import ORGANISATION

_EARLY = 0.25  # the fraction of the text that is its opening
_SHORT = 8  # the maximum number of sentences of a short text
_LEAST, _LEAST_IF_SHORT = 1.6, 0.5  # entities below it are only mentioned in passing
_EARLY_FACTOR = 1.5
_SPEAKER_FACTOR = 0.25  # a source is not a subject
_PLACE_FACTOR = 0.3
_PRONOUN_WEIGHT = 0.5
_HEADING_BONUS = 2.0
_OFFICE_BONUS = 1.5
_WORD = re.compile(r"\w+")


def entities_of(document: Document, names: NameAnnotations) -> list[Target]:
    """Entities that the text is about, not those that it only mentions in passing or quotes.

    A mention counts less if the entity merely speaks (a source is not a subject) or follows a
    preposition of place ("in Sudzha"). It counts more early in the text, in a heading, and with the
    title of a public figure. An entity that the text only uses as a place is no target, because
    nobody is for or against it.
    """
    context = _context(document, names)
    scores = [(_salience(context, e), e) for e in names.entities if _may_be_target(context, e)]
    scores = [(score, entity) for score, entity in scores if score >= context.least]
    scores.sort(key=lambda pair: -pair[0])
    top = scores[0][0] if scores else 1.0
    return [
        Target(e.name, TargetKind.ENTITY, TargetOrigin.DISCOVERED, None, s / top) for s, e in scores
    ]


@dataclass(frozen=True, slots=True)
class _Context:
    """The values that are the same for all entities of a document.

    `early` are the indices of the opening's sentences, `common` counts the words that occur without
    a capital, `pronouns` are those of each entity by its `id`, and `least` is the minimum salience
    of a target.
    """

    document: Document
    names: NameAnnotations
    early: frozenset[int]
    heading: str
    heading_words: frozenset[str]
    common: Counter[str]
    pronouns: dict[int, list[Mention]]
    least: float


def _context(document: Document, names: NameAnnotations) -> _Context:
    content = [s.index for s in document.content()]
    heading = heading_of(document)
    pronouns: dict[int, list[Mention]] = {}
    for pronoun in names.pronouns:
        pronouns.setdefault(id(pronoun.entity), []).append(pronoun.mention)
    return _Context(
        document=document,
        names=names,
        early=frozenset(content[: max(2, round(len(content) * _EARLY))]),
        heading=heading,
        heading_words=frozenset(_WORD.findall(heading)),
        common=Counter(t.word for words in names.words.values() for t in words if t.word.islower()),
        pronouns=pronouns,
        least=_LEAST if len(content) > _SHORT else _LEAST_IF_SHORT,
    )


def _may_be_target(context: _Context, entity: Entity) -> bool:
    firm = _firm(entity)
    if not firm or is_place(context.document, entity, firm):
        return False
    if entity.kind is not EntityKind.OTHER:
        return True
    # "Immigration" of an act, in a text on immigration, is a common word with a capital.
    low = entity.name.lower()
    return low in ORGANISATION or context.common[low] < len(firm)


def _salience(context: _Context, entity: Entity) -> float:
    """How much the text is about an entity: the sum of the weights of its mentions."""
    names = context.names
    salience = sum(_weight(context, entity, mention) for mention in entity.mentions)
    salience += sum(
        _PRONOUN_WEIGHT * (not speaks(names, entity, mention))
        for mention in context.pronouns.get(id(entity), ())
    )
    if any(_stands_in_heading(context, alias) for alias in entity.aliases):
        salience += _HEADING_BONUS
    if _is_public_figure(context, _firm(entity)):
        salience += _OFFICE_BONUS
    return salience


def _weight(context: _Context, entity: Entity, mention: Mention) -> float:
    weight = mention.strength * (_EARLY_FACTOR if mention.sentence in context.early else 1.0)
    if speaks(context.names, entity, mention) or is_addressee(context.document, mention):
        return _SPEAKER_FACTOR * weight
    if entity.kind is EntityKind.OTHER and is_located(context.document, mention):
        return _PLACE_FACTOR * weight
    return weight


def _is_public_figure(context: _Context, firm: Sequence[Mention]) -> bool:
    """Whether a title shows that the entity holds a public office and matters in the text.

    A public figure who is named once in passing is no subject of the text. But readers want to
    know about the part of a president in it.
    """
    return any(
        has_office(context.document, m)
        and (len(firm) > 1 or m.sentence in context.early or is_head(context.document, m))
        for m in firm
    )


def _stands_in_heading(context: _Context, alias: str) -> bool:
    first = _WORD.search(alias)
    if first is not None and first[0] not in context.heading_words:
        return False
    return bool(re.search(rf"\b{re.escape(alias)}\b", context.heading))


def _firm(entity: Entity) -> list[Mention]:
    """The mentions of the entity itself, without adjectives derived from its name."""
    return [m for m in entity.mentions if m.strength > ADJECTIVE]
