"""The targets of the caller."""

from __future__ import annotations

from dataclasses import replace

from service.tasks.annotations import Annotations, NameAnnotations
from service.tasks.target import Target, TargetKind, TargetOrigin, TargetSpec
from service.text.entities.acronyms import letters_of
from service.text.entities.model import EntityKind
from service.text.targets.wording.wording import Wording, wording_of

_KINDS = {
    Wording.STATEMENT: TargetKind.CLAIM,
    Wording.NAME: TargetKind.ENTITY,
    Wording.AGENT: TargetKind.ENTITY,
    Wording.TOPIC: TargetKind.TOPIC,
}


async def given(annotations: Annotations) -> list[Target]:
    """The caller's targets in their order; what names an entity of the text is an entity."""
    if all(spec.kind is not None for spec in annotations.targets):
        return [from_spec(spec) for spec in annotations.targets]
    names = await annotations.names()
    return [from_spec(spec, names) for spec in annotations.targets]


def from_spec(spec: TargetSpec, names: NameAnnotations | None = None) -> Target:
    """A caller's target. If its kind is not given, its wording and the text's `names` tell."""
    target = Target(spec.text, TargetKind.TOPIC, TargetOrigin.GIVEN, spec.id)
    kind = spec.kind or guess_kind(target.words)
    if spec.kind is None and names is not None and _names_entity(target.words, names):
        kind = TargetKind.ENTITY
    return replace(target, kind=kind)


def guess_kind(text: str) -> TargetKind:
    """What a target is by its wording: a statement is a claim, a name or people an entity."""
    return _KINDS[wording_of(text)]


def _names_entity(text: str, names: NameAnnotations) -> bool:
    """Whether the text names this, in capitals that the caller may have left out.

    "Just Stop Oil" is a demand by its wording, "nato" a topic. In small letters only people,
    countries and acronyms are taken for names: "the green party" may be any party.
    """
    entity = names.mentions.named(text)
    if entity is None:
        return False
    if text in entity.aliases:
        return " " in text or wording_of(text) is not Wording.TOPIC
    if not text.islower():
        return False
    acronym = any(letters_of(alias) for alias in entity.aliases)
    return acronym or entity.kind in (EntityKind.PERSON, EntityKind.COUNTRY)
