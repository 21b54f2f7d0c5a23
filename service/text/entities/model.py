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
ADJECTIVE = 0.5  # "Russian troops" for Russia: about it, but not it


class EntityKind(StrEnum):
    """What an entity is."""

    PERSON = "person"
    COUNTRY = "country"
    OTHER = "other"


@dataclass(frozen=True, slots=True, order=True)
class Mention:
    """Where a text means an entity; `strength` (0..1) says how surely."""

    span: Span
    sentence: int
    strength: float


@dataclass(slots=True)
class Entity:
    """A person, country or other thing with a name.

    `name` is its fullest form in the text, `aliases` are all forms of it there.
    """

    name: str
    kind: EntityKind
    aliases: set[str] = field(default_factory=set)
    mentions: list[Mention] = field(default_factory=list)
