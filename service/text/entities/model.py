"""Entities that a text names, and their mentions."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from service.text.span import Span

# How surely (0..1) a mention means the entity.
EXACT = 1.0  # "Russia", "Vladimir Putin", "Putin"
DEMONYM = 0.9  # "the Russians" for Russia
METONYM = 0.8  # "Moscow" for Russia
PRONOUN = 0.7  # "he" for Vladimir Putin
ROLE = 0.7  # "the president" for Vladimir Putin
ADJECTIVE = 0.5  # "Russian troops" for Russia: about it, but not it


class EntityKind(StrEnum):
    """What an entity is."""

    PERSON = "person"
    ORGANIZATION = "organization"
    PLACE = "place"
    COUNTRY = "country"
    OTHER = "other"


class MentionForm(StrEnum):
    """In what form a text mentions an entity, which is also how the mention was found."""

    NAME = "name"  # "Ana Duarte", or any words of a target
    SHORT_FORM = "short_form"  # "Duarte", "FBI"
    PRONOUN = "pronoun"  # "she"
    ROLE = "role"  # "the prime minister", "the company"
    REWORDING = "rewording"  # "a tax on sugar" for "sugar taxes"
    DEMONYM = "demonym"  # "the Russians"
    ADJECTIVE = "adjective"  # "Russian troops", "Republican senators"
    MEMBERS = "members"  # "Republicans" for their party
    METONYM = "metonym"  # "Moscow" for Russia


@dataclass(frozen=True, slots=True, order=True)
class Mention:
    """Where a text means an entity; `strength` (0..1) says how surely, `how` in what form."""

    span: Span
    sentence: int
    strength: float
    how: MentionForm = MentionForm.NAME


@dataclass(slots=True)
class Entity:
    """A person, country or other thing with a name.

    `name` is its fullest form in the text, `aliases` are all forms of it there.
    """

    name: str
    kind: EntityKind
    aliases: set[str] = field(default_factory=set)
    mentions: list[Mention] = field(default_factory=list)
