"""The verdict on one target over a whole text, with its evidence.

Stance and targeted sentiment use the same algorithm with different models.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Generic, TypeVar

from service.inference.protocol import ArticleSettings
from service.kit.gather import together
from service.tasks.annotations import Annotations
from service.tasks.holders import Holder, HolderKind, holder
from service.tasks.scored import Scored
from service.tasks.target import Target, TargetKind
from service.tasks.targeted.aggregate import aggregate, flattened, mixture, scored
from service.tasks.targeted.passages import Found, Passage, find_passages
from service.tasks.targeted.results import Evidence, TargetVerdict, VoiceVerdict
from service.tasks.targeted.scale import is_neutral
from service.tasks.warnings import Warning, WarningCode

V = TypeVar("V", bound=TargetVerdict)
Row = Sequence[float]


@dataclass(frozen=True, slots=True)
class ScoredPassages:
    """The model's scores of a target's passages, before aggregation.

    `rows` are class probabilities and `holders` the voices, one for each passage; `whole` is the
    row of the whole text if it was scored as one window.
    """

    found: Found
    rows: Sequence[Row]
    holders: Sequence[Holder]
    whole: Row | None

    def of(self, kind: HolderKind) -> ScoredPassages:
        """The passages of one kind of voice."""
        return self._only([i for i, whose in enumerate(self.holders) if whose.kind == kind.value])

    @property
    def related(self) -> ScoredPassages:
        """The passages about the target."""
        return self._only([i for i, p in enumerate(self.found.passages) if p.related])

    def _only(self, kept: Sequence[int]) -> ScoredPassages:
        found = replace(self.found, passages=[self.found.passages[i] for i in kept])
        return ScoredPassages(
            found, [self.rows[i] for i in kept], [self.holders[i] for i in kept], None
        )


async def score_passages(annotations: Annotations, task: str, about: Target) -> ScoredPassages:
    """Find and score the passages of a target. Raises `EngineError`."""
    found = await find_passages(annotations, about)
    windows = [p.window for p in found.passages]
    if found.whole is not None and found.whole not in windows:
        windows.append(found.whole)
    scores = await annotations.engine.classify(task, windows, annotations.call)
    heat = annotations.engine.info(task, annotations.call.profile).entity_temperature
    heat = heat if about.kind is TargetKind.ENTITY else 1.0
    rows = [flattened(score.probabilities, heat) for score in scores]
    names = await annotations.names()
    return ScoredPassages(
        found=found,
        rows=rows[: len(found.passages)],
        holders=[holder(names.voices[p.sentence.index]) for p in found.passages],
        whole=rows[-1] if found.whole is not None else None,
    )


def decide(
    labels: Sequence[str], settings: ArticleSettings, scored_passages: ScoredPassages
) -> Scored:
    """One verdict from the passages, from the whole, or from both by the share of the whole."""
    if scored_passages.whole is None:
        return _over_passages(labels, settings, scored_passages)
    whole = scored(labels, scored_passages.whole)
    if scored_passages.found.share >= 1.0:
        return whole
    return mixture(
        whole,
        _over_passages(labels, settings, scored_passages.related),
        scored_passages.found.share,
    )


def _over_passages(
    labels: Sequence[str], settings: ArticleSettings, scored_passages: ScoredPassages
) -> Scored:
    weights = []
    for position, (passage, whose) in enumerate(
        zip(scored_passages.found.passages, scored_passages.holders, strict=True)
    ):
        weight = passage.relevance
        weight *= settings.quoted if whose.kind == "speaker" else 1.0
        weight *= settings.lead if position == 0 else 1.0
        weights.append(weight)
    return aggregate(
        labels,
        scored_passages.rows,
        weights,
        prior=settings.prior,
        discount=settings.discount,
        temperature=settings.temperature,
    )


@dataclass(frozen=True, slots=True)
class Judged(Generic[V]):
    """A verdict on one target, and its warnings."""

    verdict: V
    warnings: tuple[Warning, ...]


async def judge_all(
    annotations: Annotations,
    task: str,
    targets: Iterable[Target],
    evidence: int,
    shown: type[V],
) -> list[Judged[V]]:
    """The verdict on each target, see `judge`. Raises `EngineError`.

    The work on a target is made when this runs: where the caller is cancelled before, it would
    never be awaited.
    """
    return await together(*(judge(annotations, task, about, evidence, shown) for about in targets))


async def judge(
    annotations: Annotations, task: str, about: Target, evidence: int, shown: type[V]
) -> Judged[V]:
    """The verdict on one target, as a `shown`, with up to `evidence` passages, the best first.

    A short text is scored as a whole, a long one by its passages, one in between by both. There
    are also separate verdicts for the author and for quoted speakers. Without any passage the
    verdict is neutral, with an even distribution and `found` False; it is never a guess. A short
    text that is not about the target also has `found` False, with the model's scores of the whole.
    """
    info = annotations.engine.info(task, annotations.call.profile)
    labels = info.labels
    scored_passages = await score_passages(annotations, task, about)
    found = scored_passages.found
    verdict = decide(labels, info.article, scored_passages)
    # A short text that is not about the target by words or meaning may still take a side.
    if not found.about and is_neutral(labels, verdict.label):
        return Judged(_shown(shown, about, verdict), (_not_found(about),))
    share = found.share if scored_passages.whole is not None else 0.0
    enough = share * info.low_confidence + (1.0 - share) * info.article.low_confidence
    readable = annotations.document.language.supported
    result = _shown(
        shown,
        about,
        verdict,
        found=bool(found.passages),
        evidence=list(islice(_evidence(labels, scored_passages, verdict), evidence)),
        voices=list(_voices(labels, info.article, scored_passages)),
        mentions=[mention.span for mention in found.mentions],
    )
    limits = _limits(about, found, sure=verdict.confidence >= enough, readable=readable)
    return Judged(result, tuple(limits))


def _shown(shown: type[V], about: Target, verdict: Scored, **found: object) -> V:
    nothing = {"found": False, "evidence": [], "voices": [], "mentions": []}
    return shown(
        id=about.id,
        text=about.text,
        kind=about.kind.value,
        origin=about.origin.value,
        salience=about.salience,
        **verdict.fields(),
        **(nothing | found),
    )


def _evidence(
    labels: Sequence[str], scored_passages: ScoredPassages, verdict: Scored
) -> Iterator[Evidence]:
    """The passages with their own scores, the most informative first.

    Passages that support the verdict come first, then the strongest of the rest. For a neutral
    verdict the passages that take either side are the most informative.
    """
    side = None if is_neutral(labels, verdict.label) else verdict.label
    shown = []
    for passage, row, whose in zip(
        scored_passages.found.passages, scored_passages.rows, scored_passages.holders, strict=True
    ):
        own = scored(labels, row)
        weight = _telling(passage, own, labels)
        shown.append((own.label != side, -weight, passage.sentence.span, own, whose))
    for _, weight, span, own, whose in sorted(shown, key=lambda found: found[:3]):
        yield Evidence(span=span, **own.fields(), weight=-weight, holder=whose)


def _voices(
    labels: Sequence[str], settings: ArticleSettings, scored_passages: ScoredPassages
) -> Iterator[VoiceVerdict]:
    """The verdicts of the author and of quoted speakers, if they have passages."""
    for kind in HolderKind:
        own = scored_passages.of(kind)
        if own.rows:
            verdict = decide(labels, settings, own)
            yield VoiceVerdict(kind=kind.value, passages=len(own.rows), **verdict.fields())


def _telling(passage: Passage, verdict: Scored, labels: Sequence[str]) -> float:
    """How informative a passage is: its relevance times the strength of its side."""
    neutral = sum(p for label, p in verdict.distribution.items() if is_neutral(labels, label))
    return passage.relevance * max(0.05, 1.0 - neutral)


def _not_found(about: Target) -> Warning:
    message = f"The text neither mentions nor discusses {about.text!r}."
    return Warning.of(WarningCode.TARGET_NOT_FOUND, message, about.id or about.text)


def _limits(about: Target, found: Found, *, sure: bool, readable: bool) -> Iterator[Warning]:
    """The warnings `TargetNotFound`, `LowConfidence` and `PassagesSampled`, if they apply."""
    text, name = about.text, about.id or about.text
    if not found.passages:
        yield _not_found(about)
        return
    if not sure:
        message = f"The evidence on {text!r} is weak or divided."
        yield Warning.of(WarningCode.LOW_CONFIDENCE, message, name)
    elif not readable:
        message = f"The evidence on {text!r} is not in English."
        yield Warning.of(WarningCode.LOW_CONFIDENCE, message, name)
    if found.left_out:
        message = f"{found.left_out} less relevant passages on {text!r} were not scored."
        yield Warning.of(WarningCode.PASSAGES_SAMPLED, message, name)
