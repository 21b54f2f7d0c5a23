"""What a text is about: people, bodies, places that act, and its issues, without a model.

Named entities and noun phrases are ranked by one scale: the probability, by a logistic regression
over counted features, that a reader would say that the text is about it.
"""

from __future__ import annotations

from collections.abc import Sequence

from service.tasks.annotations import Annotations, NameAnnotations
from service.tasks.target import Reasons, Target, TargetKind, TargetType
from service.tasks.targeted.discovery.issue_candidates import issue_targets
from service.tasks.targeted.discovery.named_candidates import named_targets
from service.tasks.targeted.discovery.reading_order import reading_order
from service.text.document import Document
from service.text.gazetteers.word_lists import STOPWORDS, stem

_LEAST = {TargetKind.ENTITY: 0.55, TargetKind.TOPIC: 0.40}  # of the salience of a target
_LEAST_IN_HEADING = 0.40  # of an entity that the heading names
_LEAST_IN_LEAD = 0.45  # of a person or body that the first two sentences name
_PARTIES = frozenset({TargetType.PERSON, TargetType.ORGANISATION})
_SHORT = 8  # the maximum number of sentences of a short text
_SHORT_FACTOR = 0.75  # of the thresholds there: little recurs in a short text
_LEAST_IF_ALONE = 0.1  # for the best candidate of a text that has no better one
_MOST_ISSUES = 4


async def discover(annotations: Annotations, limit: int) -> list[Target]:
    """Up to `limit` targets of the document, the most salient first."""
    names = await annotations.names()
    found: list[Target] = await annotations.aside(targets_of, annotations.document, names)
    return found[:limit]


def targets_of(document: Document, names: NameAnnotations) -> list[Target]:
    """The targets of a document, the most salient first."""
    order = reading_order(document, names)
    ranked = [*named_targets(order, names), *issue_targets(order, names)]
    ranked.sort(key=lambda target: -target.salience)
    factor = _SHORT_FACTOR if order.sentences <= _SHORT else 1.0
    found = [t for t in ranked if t.salience >= least_salience(t.kind, t.type, t.reasons) * factor]
    return _distinct(found or [t for t in ranked[:1] if t.salience >= _LEAST_IF_ALONE])


def least_salience(kind: TargetKind, type_: TargetType | None, reasons: Reasons | None) -> float:
    """The least salience at which a target is offered: less for what stands at the top."""
    if kind is TargetKind.ENTITY and reasons is not None:
        if reasons.heading:
            return _LEAST_IN_HEADING
        if reasons.lead and type_ in _PARTIES:
            return _LEAST_IN_LEAD
    return _LEAST[kind]


def _distinct(ranked: Sequence[Target]) -> list[Target]:
    """The targets without those that say again what one before them says."""
    chosen: list[Target] = []
    named: list[tuple[TargetType | None, frozenset[str]]] = []
    covered: set[str] = set()
    issues = 0
    for target in ranked:
        stems = _stems(target.text)
        if target.kind is TargetKind.ENTITY:
            if target.type is not TargetType.PLACE and _is_said(target.type, stems, named):
                continue
            if stems:
                named.append((target.type, stems))
        elif issues == _MOST_ISSUES or stems & covered or any(stems <= n for _, n in named):
            continue
        else:
            issues += 1
            covered |= stems
        chosen.append(target)
    return chosen


def _is_said(
    type_: TargetType | None,
    stems: frozenset[str],
    named: Sequence[tuple[TargetType | None, frozenset[str]]],
) -> bool:
    """Whether one of the entities is of that type and has all the words, or no other words."""
    same = (name for of, name in named if of is type_)
    return bool(stems) and any(stems <= name or name <= stems for name in same)


def _stems(text: str) -> frozenset[str]:
    return frozenset(stem(w) for w in text.split() if w.lower() not in STOPWORDS)
