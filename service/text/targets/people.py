"""Mentions of a person by the surname, which others may bear too."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from service.text.entities.model import Entity, EntityKind, Mention, MentionForm
from service.text.gazetteers.word_lists import CALENDAR, THINGS, stem
from service.text.targets.sources import SURNAME, SoughtTarget, Sources


def without_others(sources: Sources, person: Entity, found: list[Mention]) -> list[Mention]:
    """The mentions that are not within another person's name: no "Weiss" of Karl Weiss."""
    others = sorted(
        m.span
        for e in sources.entities
        if e is not person and e.kind is EntityKind.PERSON
        for m in e.mentions
    )
    kept = []
    for mention in found:
        at = bisect_right(others, mention.span.begin, key=lambda span: span.begin) - 1
        if at < 0 or mention.span not in others[at]:
            kept.append(mention)
    return kept


def surname(sources: Sources, target: SoughtTarget) -> list[Mention]:
    """ "Ovechkin" for "Alex Ovechkin", unless another first name stands before it.

    "Thomas Inglesby" may be Tom, since both begin alike.
    """
    words = target.text.split()
    if not _may_be_person(target, words) or _other_bearers(sources.entities, words):
        return []
    return sources.capitalised(words[-1], SURNAME, MentionForm.SHORT_FORM)


def _may_be_person(target: SoughtTarget, words: list[str]) -> bool:
    """Whether a target of these words may be a person's full name."""
    if not 2 <= len(words) <= 4 or target.country is not None:
        return False
    if not words[0][0].isupper() or words[-1] == words[-1].lower():
        return False
    return not any(stem(w) in THINGS for w in words)


def _other_bearers(entities: Sequence[Entity], words: list[str]) -> set[str]:
    """First names, in small letters, of people with the same surname and another initial."""
    initial, last = words[0][0], words[-1].casefold()
    people = (e.name.split() for e in entities if e.kind is EntityKind.PERSON)
    found = {
        own[0].lower()
        for own in people
        if len(own) > 1 and own[-1].casefold() == last and own[0][0] != initial
    }
    return found - CALENDAR  # "Monday Paladino held his nose"
