"""Targets as callers give them: a string, or an object with an id or a kind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Discriminator, Field, Tag
from pydantic_core import PydanticCustomError

from service.tasks.schema import Input, Name, TargetText, note
from service.tasks.target import MAX_TARGETS, TargetKind, TargetSpec

_STRING, _OBJECT = "<string>", "<object>"
BRANCHES = frozenset({_STRING, _OBJECT})  # steps of pydantic's locations that no body has


class TargetInput(Input):
    """A target with an id or a kind of your own."""

    text: TargetText = note("An entity, a topic or a claim, in free words.", "the road closure")
    id: Name | None = note(
        "Your name for the target; comes back with its result.", "t1", default=None
    )
    kind: Literal["entity", "topic", "claim"] | None = note(
        "What it is; guessed from the wording when left out.", "topic", default=None
    )


def words_of(target: str | TargetInput) -> str:
    """The target's text."""
    return target if isinstance(target, str) else target.text


def specs(targets: Sequence[str | TargetInput]) -> tuple[TargetSpec, ...]:
    """Targets of a request as the tasks take them."""
    return tuple(
        TargetSpec(t)
        if isinstance(t, str)
        else TargetSpec(t.text, t.id, TargetKind(t.kind) if t.kind else None)
        for t in targets
    )


def _branch(value: Any) -> str:
    return _OBJECT if isinstance(value, (dict, TargetInput)) else _STRING


# Discriminated by type, so that a bad target has one error and not one for each branch.
Target = Annotated[
    Annotated[TargetText, Tag(_STRING)] | Annotated[TargetInput, Tag(_OBJECT)],
    Discriminator(_branch),
]


def _distinct(targets: list[str | TargetInput]) -> list[str | TargetInput]:
    seen: set[str] = set()
    for index, target in enumerate(targets):
        key = " ".join(words_of(target).casefold().split())
        if key in seen:
            raise PydanticCustomError(
                "duplicate_target", "The target is named twice.", {"at_index": index}
            )
        seen.add(key)
    return targets


Targets = Annotated[
    list[Target],
    Field(max_length=MAX_TARGETS, json_schema_extra={"uniqueItems": True}),
    AfterValidator(_distinct),
]
