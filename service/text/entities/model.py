"""Those whom a text names, and where it speaks of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from service.text.span import Span

EXACT = 1.0


DEMONYM = 0.9  # "the Russians" for Russia


METONYM = 0.8  # "Moscow" for Russia


PRONOUN = 0.7


ADJECTIVE = 0.5  # "Russian troops" for Russia: about it, but not it


class EntityKind(StrEnum):
    PERSON = "person"
    COUNTRY = "country"
    OTHER = "other"


@dataclass(frozen=True, slots=True, order=True)
class Mention:
    """Where a text speaks of something; `strength` (0..1) says how surely."""

    span: Span
    sentence: int
    strength: float


@dataclass(slots=True)
class Entity:
    """Someone or something with a name. `name` is its fullest form in the text."""

    name: str
    kind: EntityKind
    aliases: set[str] = field(default_factory=set)
    mentions: list[Mention] = field(default_factory=list)
