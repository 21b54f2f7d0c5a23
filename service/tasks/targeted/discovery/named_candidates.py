"""The named entities of a text as candidates for its targets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from service.tasks.annotations import NameAnnotations
from service.tasks.target import Reasons, Target, TargetKind, TargetOrigin, TargetType
from service.tasks.targeted.discovery.entity_features import (
    NamedCandidate,
    entity_features,
    reasons_of,
    rivals_of,
    weight_of,
)
from service.tasks.targeted.discovery.entity_types import entity_type
from service.tasks.targeted.discovery.outlets import is_outlet
from service.tasks.targeted.discovery.reading_order import ReadingOrder
from service.tasks.targeted.discovery.same_thing import same_things
from service.tasks.targeted.discovery.weights import ENTITY, probability
from service.tasks.targeted.discovery.works import split_works
from service.tasks.targeted.mention_context import (
    is_addressee,
    is_located,
    is_place,
    is_source,
)
from service.text.entities.model import ADJECTIVE, Entity, EntityKind, Mention
from service.text.gazetteers.word_lists import ORGANISATION

_FEW = 3  # mentions up to which a mere place is not what the text is about
_MOST = 400  # entities that are ranked, those with the most mentions


def named_targets(order: ReadingOrder, names: NameAnnotations) -> list[Target]:
    """Every named entity that may be a target, with the probability that it is one."""
    candidates = named_candidates(order, names)
    rivals = rivals_of(candidates)
    found = []
    for rank, named in enumerate(candidates):
        reasons = reasons_of(order, names, named)
        if _is_in_passing(order, named, reasons):
            continue
        features = entity_features(order, named, reasons, rivals, rank)
        found.append(_target(named, reasons, probability(ENTITY, features)))
    return found


def named_candidates(order: ReadingOrder, names: NameAnnotations) -> list[NamedCandidate]:
    """The entities of a text that may be a target, the one with the most mentions first."""
    document = order.document
    common = Counter(t.word for ws in names.words.values() for t in ws if t.word.islower())
    pronouns = _pronouns_of(names)
    found = []
    works, others = split_works(document, names.quotes, names.entities)
    speakers = speakers_of(names)
    titles = set(map(id, works))
    entities = sorted([*works, *others], key=lambda e: -len(e.mentions))[:_MOST]
    for same in same_things(entities):
        entity, meant = _joined(same, pronouns)
        firm = [m for m in entity.mentions if m.strength > ADJECTIVE]
        if not firm or _is_common(common, entity, len(firm)):
            continue
        quoted = not speakers.isdisjoint(entity.aliases)
        work = TargetType.WORK if id(same[0]) in titles else None
        kind = work or entity_type(document, entity, firm, speaks=quoted)
        found.append(NamedCandidate(entity, kind, firm, meant))
    found.sort(key=lambda named: -weight_of(named))
    return found


def _joined(
    same: Sequence[Entity], pronouns: Mapping[int, Sequence[Mention]]
) -> tuple[Entity, list[Mention]]:
    """One entity of those that are one thing, named as the first, and the pronouns that mean it."""
    first = same[0]
    aliases = {alias for one in same for alias in (one.name, *one.aliases)}
    mentions = sorted(m for one in same for m in one.mentions)
    meant = [pronoun for one in same for pronoun in pronouns.get(id(one), ())]
    return Entity(first.name, first.kind, aliases, mentions), meant


def speakers_of(names: NameAnnotations) -> set[str]:
    """The names of all whom the text quotes."""
    speakers = (voice.speaker for voice in names.voices.values())
    return {one.name for one in speakers if one is not None and one.name is not None}


def _pronouns_of(names: NameAnnotations) -> dict[int, list[Mention]]:
    """The pronouns of each entity, by its `id`."""
    found: dict[int, list[Mention]] = {}
    for pronoun in names.pronouns:
        found.setdefault(id(pronoun.entity), []).append(pronoun.mention)
    return found


def _target(named: NamedCandidate, reasons: Reasons, salience: float) -> Target:
    return Target(
        text=named.entity.name,
        kind=TargetKind.ENTITY,
        origin=TargetOrigin.DISCOVERED,
        salience=salience,
        type=named.type or TargetType.OTHER,
        reasons=reasons,
    )


def _is_common(common: Counter[str], entity: Entity, firm: int) -> bool:
    """ "Immigration" of an act, in a text on immigration, is a common word with a capital."""
    low = entity.name.lower()
    if entity.kind is not EntityKind.OTHER or low in ORGANISATION:
        return False
    return common[low] >= firm


def _is_in_passing(order: ReadingOrder, named: NamedCandidate, reasons: Reasons) -> bool:
    """Whether the text has the entity only as a place, an outlet or an addressee."""
    if reasons.heading or named.pronouns:
        return False
    return _is_source(order, named, reasons) or _is_mere_place(order, named)


def _is_source(order: ReadingOrder, named: NamedCandidate, reasons: Reasons) -> bool:
    """Whether it is only named as a source, or is an outlet that mostly is."""
    document, mentions = order.document, named.entity.mentions
    asides = sum(is_addressee(document, m) or is_source(document, m) for m in mentions)
    outlet = is_outlet(named.entity.name) and 2 * (asides + reasons.speaks) >= len(mentions)
    return outlet or asides == len(mentions)


def _is_mere_place(order: ReadingOrder, named: NamedCandidate) -> bool:
    """Whether it is named a few times, and as a place."""
    document, mentions = order.document, named.entity.mentions
    if named.entity.kind is EntityKind.PERSON or len(mentions) > _FEW:
        return False
    once = len(mentions) == 1 and named.type in _PLACES and is_located(document, mentions[0])
    return once or is_place(document, named.entity, named.firm)


_PLACES = frozenset({None, TargetType.PLACE})
