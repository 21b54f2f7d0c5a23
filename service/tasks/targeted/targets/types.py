"""What a target is in the world, also where the caller named it."""

from __future__ import annotations

from dataclasses import replace

from service.tasks.annotations import Annotations, NameAnnotations
from service.tasks.target import Target, TargetKind, TargetType
from service.tasks.targeted.discovery.entity_types import entity_type, type_of_name
from service.tasks.targeted.discovery.named_candidates import speakers_of
from service.text.document import Document
from service.text.entities.model import ADJECTIVE


async def with_type(annotations: Annotations, target: Target) -> Target:
    """The target with its type, if it has none and the text or its own words show it."""
    if target.type is not None or target.kind is TargetKind.CLAIM:
        return target
    if target.kind is TargetKind.TOPIC:
        return replace(target, type=TargetType.ISSUE)
    names = await annotations.names()
    return replace(target, type=_entity_type(annotations.document, names, target.words))


def _entity_type(document: Document, names: NameAnnotations, words: str) -> TargetType | None:
    entity = names.mentions.entity(words)
    if entity is None:
        return type_of_name(words)
    firm = [m for m in entity.mentions if m.strength > ADJECTIVE]
    return entity_type(document, entity, firm, speaks=entity.name in speakers_of(names))
