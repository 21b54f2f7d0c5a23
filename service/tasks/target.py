"""Targets of stance and sentiment."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from service.text.normalization.normalize import normalized

MAX_TARGETS = 10
MAX_EVIDENCE = 20


class TargetKind(StrEnum):
    ENTITY = "entity"
    TOPIC = "topic"
    CLAIM = "claim"


class TargetType(StrEnum):
    """What a target is in the world, beside its `TargetKind`."""

    PERSON = "person"
    ORGANISATION = "organisation"
    PLACE = "place"
    EVENT = "event"
    LAW = "law"
    WORK = "work"
    ISSUE = "issue"
    OTHER = "other"


class TargetOrigin(StrEnum):
    GIVEN = "given"
    DISCOVERED = "discovered"


@dataclass(frozen=True, slots=True)
class TargetSpec:
    """A target as the caller gave it; `kind` is guessed from the wording when None."""

    text: str
    id: str | None = None
    kind: TargetKind | None = None


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why a target was discovered: where the text speaks of it, by counts.

    `mentions` counts names and wordings, `pronouns` the pronouns beside them, `sentences` those
    with either. `heading` and `lead` say whether heading and first two sentences name it; `speaks`
    counts the mentions that only name the speaker of a sentence.
    """

    mentions: int
    pronouns: int
    sentences: int
    heading: bool
    lead: bool
    speaks: int


@dataclass(frozen=True, slots=True)
class Target:
    """A target that is worked on.

    `salience` (0..1) says how central it is to the text; `type` and `reasons` are known of targets
    that were discovered.
    """

    text: str
    kind: TargetKind
    origin: TargetOrigin = TargetOrigin.GIVEN
    id: str | None = None
    salience: float = 0.0
    type: TargetType | None = None
    reasons: Reasons | None = None

    @property
    def words(self) -> str:
        """The text normalized and in one line, for models and for the search in the document."""
        return " ".join(normalized(self.text).split())
