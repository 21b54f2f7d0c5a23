"""The features by which named entities are ranked.

Each is a number of about 0 to 2, so that one weight a feature is enough. A mention counts by its
strength: an adjective ("Ukrainian troops") is a mention of half the weight.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from service.tasks.annotations import NameAnnotations
from service.tasks.target import Reasons, TargetType
from service.tasks.targeted.discovery.backdrop import is_backdrop
from service.tasks.targeted.discovery.outlets import is_outlet
from service.tasks.targeted.discovery.reading_order import ReadingOrder
from service.tasks.targeted.mention_context import (
    has_office,
    is_addressee,
    is_head,
    is_located,
    is_source,
    speaks,
)
from service.text.entities.model import ADJECTIVE, Entity, EntityKind, Mention
from service.text.gazetteers.parties import party

_TOP = 3  # entities with the most mentions
_FEW = 2  # mentions of a name that hardly occurs
_OF_PERSON = ("heading", "lead", "mentions", "once", "pronouns")
_SUBJECT = 4  # words of a sentence within which its subject usually stands


@dataclass(frozen=True, slots=True)
class NamedCandidate:
    """A named entity that may be a target.

    `firm` are its mentions without adjectives derived from its name; `pronouns` are those that mean
    it; `type` is what it is, if known.
    """

    entity: Entity
    type: TargetType | None
    firm: Sequence[Mention]
    pronouns: Sequence[Mention]


@dataclass(frozen=True, slots=True)
class Rivals:
    """The number of all candidates of a text, and the weight of the one with the most mentions."""

    count: int
    most: float


def reasons_of(order: ReadingOrder, names: NameAnnotations, named: NamedCandidate) -> Reasons:
    """Where the text speaks of an entity."""
    mentions = named.entity.mentions
    sentences = {m.sentence for m in mentions} | {m.sentence for m in named.pronouns}
    return Reasons(
        mentions=len(mentions),
        pronouns=len(named.pronouns),
        sentences=len(sentences),
        heading=any(order.in_heading(alias) for alias in sorted(named.entity.aliases)),
        lead=any(order.in_lead(m.sentence) for m in mentions),
        speaks=sum(speaks(names, named.entity, m) for m in mentions),
    )


def rivals_of(candidates: Sequence[NamedCandidate]) -> Rivals:
    """What the features compare each of the candidates with."""
    return Rivals(len(candidates), max(map(weight_of, candidates), default=1.0))


def entity_features(
    order: ReadingOrder, named: NamedCandidate, reasons: Reasons, rivals: Rivals, rank: int
) -> dict[str, float]:
    """The features by name; `rank` is the candidate's place by the weight of its mentions."""
    count = max(1, len(named.entity.mentions))
    measures = _measures(order, named, reasons, rivals, rank)
    flags = {n: float(value) for n, value in _flags(order, named, reasons, rank).items()}
    return (
        measures
        | {name: n / count for name, n in _counts(order, named, reasons).items()}
        | flags
        | {f"type_{of.value}": float(named.type is of) for of in TargetType}
        | _of_person(named, measures | flags)
        | _carried(named, reasons, measures["pronouns"])
    )


def _measures(
    order: ReadingOrder, named: NamedCandidate, reasons: Reasons, rivals: Rivals, rank: int
) -> dict[str, float]:
    """Frequencies and positions."""
    weight, size = weight_of(named), max(1, order.sentences)
    first = min((order.place(m.sentence) for m in named.entity.mentions), default=0)
    return {
        "bias": 1.0,
        "mentions": math.log1p(weight),
        "pronouns": math.log1p(len(named.pronouns)),
        "sentences": math.log1p(reasons.sentences),
        "share": weight / max(rivals.most, 1e-9),
        "rank": 1 / (1 + rank),
        "rivals": math.log1p(rivals.count) / 3,
        "spread": reasons.sentences / size,
        "late": first / size,
        "length": math.log1p(order.sentences) / 4,
    }


def _of_person(named: NamedCandidate, features: Mapping[str, float]) -> dict[str, float]:
    """The features that mean something else of a person than of a body or a place."""
    person = float(named.type is TargetType.PERSON)
    return {f"person_{name}": person * features[name] for name in _OF_PERSON}


def _carried(named: NamedCandidate, reasons: Reasons, pronouns: float) -> dict[str, float]:
    """The pronouns of a name that hardly occurs.

    They show the subject of an interview who is named at its top; further down they are more often
    another's.
    """
    few = len(named.entity.mentions) <= _FEW
    top = reasons.heading or reasons.lead
    return {"carried_top": pronouns * (few and top), "carried": pronouns * (few and not top)}


def _counts(order: ReadingOrder, named: NamedCandidate, reasons: Reasons) -> dict[str, int]:
    """How many of the mentions are of a kind."""
    document, mentions = order.document, named.entity.mentions
    return {
        "speaks": reasons.speaks,
        "told": sum(is_addressee(document, m) for m in mentions),
        "source": sum(is_source(document, m) for m in mentions),
        "located": sum(is_located(document, m) for m in mentions),
        "adjective": len(mentions) - len(named.firm),
        "quoted": sum(order.quoted(m.span) for m in mentions),
        "subject": sum(_opens(order, m) for m in mentions),
        "possessive": sum(document.text.startswith(("’s", "'s"), m.span.end) for m in mentions),
        "listed": sum(_is_listed(order, m) for m in mentions),
    }


def _flags(
    order: ReadingOrder, named: NamedCandidate, reasons: Reasons, rank: int
) -> dict[str, bool]:
    """What is so or not so."""
    entity, count = named.entity, len(named.entity.mentions)
    return {
        "heading": reasons.heading,
        "lead": reasons.lead,
        "opening": any(order.in_opening(m.sentence) for m in entity.mentions),
        "once": count == 1,
        "twice": count == 2,
        "top_three": rank < _TOP,
        "office": any(has_office(order.document, m) for m in named.firm),
        "head": any(is_head(order.document, m) for m in named.firm),
        "party": party(entity.name) is not None,
        "outlet": is_outlet(entity.name),
        "backdrop": is_backdrop(entity.name),
        "one_word": " " not in entity.name,
        "country": entity.kind is EntityKind.COUNTRY,
    }


def weight_of(named: NamedCandidate) -> float:
    """The sum of the strengths of mentions and pronouns."""
    return sum(m.strength for m in named.entity.mentions) + ADJECTIVE * len(named.pronouns)


def _opens(order: ReadingOrder, mention: Mention) -> bool:
    """Whether the mention is among the first words of its sentence."""
    words = order.words.get(mention.sentence, ())
    return len(words) > _SUBJECT and mention.span.begin < words[_SUBJECT].begin


def _is_listed(order: ReadingOrder, mention: Mention) -> bool:
    """Whether the mention is an item of an enumeration: "in Rome, Paris and Oslo"."""
    text, begin, end = order.document.text, mention.span.begin, mention.span.end
    before = text[max(0, begin - 5) : begin]
    after = text[end : end + 6]
    return before.endswith((", ", " and ")) and after.startswith((", ", " and "))
