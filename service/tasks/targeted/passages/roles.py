"""What part a passage has in its text: its headline, its lead, its end, or its middle."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from service.tasks.annotations import Annotations
from service.tasks.targeted.passages.find import Passage

_LEAD, _END = 3, 3  # sentences of the content


class PassageRole(StrEnum):
    """The part of a passage in its text."""

    HEADLINE = "headline"
    LEAD = "lead"
    MIDDLE = "middle"
    END = "end"


def roles_of(annotations: Annotations, passages: Sequence[Passage]) -> list[PassageRole]:
    """The role of each passage. A text so short that its lead is also its end has no end."""
    places = {s.index: place for place, s in enumerate(annotations.content)}
    count = len(places)
    return [_role(places.get(p.sentence.index), count) for p in passages]


def _role(place: int | None, count: int) -> PassageRole:
    if place is None:
        return PassageRole.HEADLINE
    if place < _LEAD:
        return PassageRole.LEAD
    return PassageRole.END if place >= count - _END else PassageRole.MIDDLE
