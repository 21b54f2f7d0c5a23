"""Checks statements against an article: the interface for this task and for summaries.

Each sentence of a statement is compared by a cross-encoder with the sentences of the article that
are nearest to it, as premise and hypothesis. Premises of several sentences, scored at once, are
what distinguishes this from sentence-level NLI (MiniCheck: Tang, Laban and Durrett, EMNLP 2024;
AlignScore: Zha et al., ACL 2023).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from service.inference.protocol import Window
from service.tasks.annotations import Annotations
from service.tasks.verify.compared import ComparedUnit, likeliest, of_all, shares_of
from service.tasks.verify.decide import CheckedUnit, decided
from service.tasks.verify.differences.find import ArticleWords
from service.tasks.verify.differences.speakers import other_speaker, reported_speaker
from service.tasks.verify.lookup import SentenceIndex, readable
from service.tasks.verify.premise import Premise, premise_of
from service.tasks.verify.results import CONTRADICTED, NOT_IN_TEXT, StatementVerdict
from service.tasks.verify.statements import StatementUnit, one_line, units_of

TASK = "verify"
_SINGLE = 3  # nearest sentences that are also scored each by itself, to name the sources
_SOURCES = 3

Origin = Literal["statement", "summary"]


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


async def compare(
    annotations: Annotations, index: SentenceIndex, units: Sequence[StatementUnit]
) -> list[ComparedUnit]:
    """What the model says of each unit. Raises `EngineError`."""
    vectors = await annotations.engine.embed([unit.text for unit in units], annotations.call)

    def find() -> list[Premise]:
        return [
            premise_of(index, unit.text, index.nearest(unit.text, vector))
            for unit, vector in zip(units, vectors, strict=True)
        ]

    premises = await annotations.aside(find)
    windows: list[Window] = []
    for unit, premise in zip(units, premises, strict=True):
        single = [premise.parts[place] for place in premise.nearest[:_SINGLE]]
        windows += [Window(text, unit.text) for text in (premise.text, *single)]
    scores = iter(await annotations.engine.classify(TASK, windows, annotations.call))
    labels = annotations.engine.info(TASK, annotations.call.profile).labels
    compared = []
    for unit, premise in zip(units, premises, strict=True):
        whole = shares_of(labels, next(scores))
        singles = {place: shares_of(labels, next(scores)) for place in premise.nearest[:_SINGLE]}
        compared.append(ComparedUnit(unit.text, premise, whole, singles))
    return compared


async def _check_units(
    annotations: Annotations, index: SentenceIndex, units: Sequence[StatementUnit]
) -> list[CheckedUnit]:
    compared = await compare(annotations, index, units)
    words = await annotations.once("article words", lambda: _article_words(annotations, index))
    head = annotations.engine.info(TASK, annotations.call.profile).statement
    checked = await annotations.aside(
        lambda: [decided(annotations.document, index, one, words, head) for one in compared]
    )
    return [
        await _with_speaker(annotations, index, one, done)
        for one, done in zip(compared, checked, strict=True)
    ]


async def _article_words(annotations: Annotations, index: SentenceIndex) -> ArticleWords:
    return await annotations.aside(ArticleWords.of, index.sentences, annotations.document.title)


async def _with_speaker(
    annotations: Annotations, index: SentenceIndex, unit: ComparedUnit, checked: CheckedUnit
) -> CheckedUnit:
    """The unit with whose words they really are, if it gives them to somebody else.

    Voices are read for contradicted statements that report somebody's words only.
    """
    if likeliest(checked.shares) != CONTRADICTED or reported_speaker(unit.text) is None:
        return checked
    voices = await annotations.voices()
    deciding = [p for p in unit.premise.nearest if index.sentences[p].span in checked.sources]
    for place in deciding[:1]:
        voice = voices[index.sentences[place].index]
        difference = other_speaker(annotations.document, unit.text, voice)
        if difference is not None:
            return replace(checked, differs=(*checked.differs, difference))
    return checked


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
