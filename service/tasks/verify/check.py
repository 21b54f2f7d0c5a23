"""Checks statements against an article: the interface for this task and for summaries.

Each sentence of a statement is compared by a cross-encoder with the sentences of the article that
are nearest to it, as premise and hypothesis. Premises of several sentences, scored at once, are
what distinguishes this from sentence-level NLI (MiniCheck: Tang, Laban and Durrett, EMNLP 2024;
AlignScore: Zha et al., ACL 2023).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from service.inference.protocol import Window
from service.tasks.annotations import Annotations
from service.tasks.verify.decide import Shares, likeliest, of_all, shares_of
from service.tasks.verify.lookup import SentenceIndex, readable
from service.tasks.verify.premise import Premise, premise_of
from service.tasks.verify.results import NOT_IN_TEXT, Difference, StatementVerdict
from service.tasks.verify.statements import StatementUnit, one_line, units_of
from service.text.span import Span

TASK = "verify"
_SINGLE = 3  # nearest sentences that are also scored each by itself, to name the sources
_SOURCES = 3
_CLEAR = 0.5  # the probability from which a sentence decides by itself

Origin = Literal["statement", "summary"]


@dataclass(frozen=True, slots=True)
class CheckedUnit:
    """A unit with its distribution, and the sentences that decided it."""

    shares: Shares
    sources: tuple[Span, ...]
    differs: tuple[Difference, ...] = ()
    exact: bool = False


async def check(
    annotations: Annotations, statements: Sequence[str], origin: Origin = "statement"
) -> list[StatementVerdict]:
    """A verdict on each statement, in order. Raises `EngineError`.

    Statements are texts of any length; one of several sentences is as good as its weakest. Spans
    are of the document. An article without sentences bears nothing out.
    """
    if not statements:
        return []
    index = await index_of(annotations)
    if not index.sentences:
        return [_unfounded(text, origin) for text in statements]
    units = await annotations.aside(units_of, statements)
    checked = await _check_units(annotations, index, units)
    return [
        _verdict(text, origin, [c for c, u in zip(checked, units, strict=True) if u.owner == owner])
        for owner, text in enumerate(statements)
    ]


async def index_of(annotations: Annotations) -> SentenceIndex:
    """The sentences of the document that statements may rest on, indexed once."""

    async def make() -> SentenceIndex:
        sentences = readable(annotations.document)
        vectors = await annotations.engine.embed([s.clean for s in sentences], annotations.call)
        return await annotations.aside(SentenceIndex.of, sentences, vectors)

    return await annotations.once("sentence index", make)


async def _check_units(
    annotations: Annotations, index: SentenceIndex, units: Sequence[StatementUnit]
) -> list[CheckedUnit]:
    vectors = await annotations.engine.embed([unit.text for unit in units], annotations.call)

    def find() -> list[Premise]:
        return [
            premise_of(index, unit.text, index.nearest(unit.text, vector))
            for unit, vector in zip(units, vectors, strict=True)
        ]

    premises = await annotations.aside(find)
    windows: list[Window] = []
    for unit, premise in zip(units, premises, strict=True):
        single = [index.sentences[place].clean for place in premise.nearest[:_SINGLE]]
        windows += [Window(text, unit.text) for text in (premise.text, *single)]
    scores = iter(await annotations.engine.classify(TASK, windows, annotations.call))
    labels = annotations.engine.info(TASK, annotations.call.profile).labels
    found = []
    for premise in premises:
        whole = shares_of(labels, next(scores))
        singles = {place: shares_of(labels, next(scores)) for place in premise.nearest[:_SINGLE]}
        found.append(_decided(index, premise, whole, singles))
    return found


def _decided(
    index: SentenceIndex, premise: Premise, whole: Shares, singles: dict[int, Shares]
) -> CheckedUnit:
    label = likeliest(whole)
    if label == NOT_IN_TEXT:
        return CheckedUnit(whole, ())
    clear = [place for place, shares in singles.items() if shares[label] >= _CLEAR]
    if not clear:  # no sentence says it by itself
        clear = list(premise.nearest[:2])
    return CheckedUnit(whole, tuple(index.sentences[place].span for place in clear))


def _verdict(text: str, origin: Origin, units: Sequence[CheckedUnit]) -> StatementVerdict:
    shares = of_all([unit.shares for unit in units])
    label = likeliest(shares)
    telling = [unit for unit in units if likeliest(unit.shares) == label]
    sources = {span for unit in telling for span in unit.sources[:_SOURCES]}
    return StatementVerdict(
        text=one_line(text),
        origin=origin,
        label=label,
        confidence=shares[label],
        distribution=dict(shares),
        sources=sorted(sources),
        differs=[one for unit in telling for one in unit.differs],
        decided_by="exact" if any(unit.exact for unit in telling) else "model",
    )


def _unfounded(text: str, origin: Origin) -> StatementVerdict:
    shares = {"contradicted": 0.0, NOT_IN_TEXT: 1.0, "supported": 0.0}
    return StatementVerdict(
        text=one_line(text),
        origin=origin,
        label=NOT_IN_TEXT,
        confidence=1.0,
        distribution=shares,
        sources=[],
        differs=[],
        decided_by="none",
    )
