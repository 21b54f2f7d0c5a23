"""One target over a whole text: score its passages, weigh them, show the evidence.

Stance and targeted sentiment are the same work with another model.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from service.inference.protocol import ArticleSettings
from service.tasks.annotations import Annotations, holder
from service.tasks.results import (
    Evidence,
    Holder,
    HolderKind,
    Scored,
    Target,
    TargetKind,
    TargetResult,
    VoiceVerdict,
    Warn,
    WarningCode,
)
from service.tasks.targeted.aggregate import aggregate, flattened, mixture, scored
from service.tasks.targeted.passages import Found, Passage, find_passages
from service.text.document import Document

Row = Sequence[float]


@dataclass(frozen=True, slots=True)
class ScoredPassages:
    """What a model says of a target's passages, before it is weighed.

    `rows` are class probabilities and `holders` the voices, one for each passage; `whole`
    is the row of the whole text where it was read in one piece.
    """

    found: Found
    rows: Sequence[Row]
    holders: Sequence[Holder]
    whole: Row | None

    def of(self, kind: HolderKind) -> ScoredPassages:
        """The passages of one kind of voice."""
        return self._only([i for i, whose in enumerate(self.holders) if whose.kind is kind])

    @property
    def related(self) -> ScoredPassages:
        """The passages that speak of the target."""
        return self._only([i for i, p in enumerate(self.found.passages) if p.related])

    def _only(self, kept: Sequence[int]) -> ScoredPassages:
        found = replace(self.found, passages=[self.found.passages[i] for i in kept])
        return ScoredPassages(
            found, [self.rows[i] for i in kept], [self.holders[i] for i in kept], None
        )


async def hear(annotations: Annotations, task: str, about: Target) -> ScoredPassages:
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
    """One verdict: over the passages, of the whole, or of both by the share of the whole."""
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
        weight *= settings.quoted if whose.kind is HolderKind.SPEAKER else 1.0
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


async def target(annotations: Annotations, task: str, about: Target, evidence: int) -> TargetResult:
    """Verdict on one target with up to `evidence` passages, the weightiest first.

    A short text is judged whole, a long one by its passages, one in between by both; what
    the author and what quoted speakers say is judged apart as well. Without any passage:
    neutral, even distribution, `found` False; never a guess. A short text that is not about
    the target is `found` False too, with what the model says of the whole.
    """
    info = annotations.engine.info(task, annotations.call.profile)
    labels = info.labels
    scored_passages = await hear(annotations, task, about)
    verdict = decide(labels, info.article, scored_passages)
    # A short text that neither names the target nor comes near it may still take a side.
    if not scored_passages.found.about and verdict.label == labels[1]:
        return TargetResult(about, verdict, False, (), (), ())
    share = scored_passages.found.share if scored_passages.whole is not None else 0.0
    enough = share * info.low_confidence + (1.0 - share) * info.article.low_confidence
    shown = []
    for passage, row, whose in zip(
        scored_passages.found.passages, scored_passages.rows, scored_passages.holders, strict=True
    ):
        own = scored(labels, row)
        weight = _telling(passage, own, labels[1])
        shown.append(Evidence(passage.sentence.span, own, whose, weight))
    return TargetResult(
        target=about,
        scored=verdict,
        found=bool(scored_passages.found.passages),
        voices=tuple(_voices(labels, info.article, scored_passages)),
        evidence=tuple(_ranked(shown, verdict.label, labels[1])[:evidence]),
        mentions=tuple(m.span for m in scored_passages.found.mentions),
        sure=verdict.confidence >= enough,
        readable=annotations.document.language.supported,
        left_out=scored_passages.found.left_out,
    )


def _voices(
    labels: Sequence[str], settings: ArticleSettings, scored_passages: ScoredPassages
) -> Iterator[VoiceVerdict]:
    """The author's verdict and the quoted speakers', where there are passages of theirs."""
    for kind in HolderKind:
        own = scored_passages.of(kind)
        if own.rows:
            yield VoiceVerdict(kind, decide(labels, settings, own), len(own.rows))


def _telling(passage: Passage, verdict: Scored, neutral: str) -> float:
    """How much a reader learns from a passage: relevance times how far it takes a side."""
    return passage.relevance * max(0.05, 1.0 - verdict.distribution[neutral])


def _ranked(shown: list[Evidence], label: str, neutral: str) -> list[Evidence]:
    """What bears the verdict out first, then the strongest of the rest.

    For a neutral verdict the passages that take a side, either side, are what a reader
    needs to judge it.
    """
    own = label if label != neutral else None
    return sorted(shown, key=lambda e: (e.scored.label != own, -e.weight, e.span))


def target_warnings(result: TargetResult) -> list[Warn]:
    """`TargetNotFound`, `LowConfidence`, `PassagesSampled`, where they apply."""
    text = result.target.text
    name = result.target.id or text
    if not result.found:
        message = f"The text neither mentions nor discusses {text!r}."
        return [Warn(WarningCode.TARGET_NOT_FOUND, message, name)]
    warnings = []
    if not result.sure:
        message = f"The evidence on {text!r} is weak or divided."
        warnings.append(Warn(WarningCode.LOW_CONFIDENCE, message, name))
    elif not result.readable:
        message = f"The evidence on {text!r} is not in English."
        warnings.append(Warn(WarningCode.LOW_CONFIDENCE, message, name))
    if result.left_out:
        message = f"{result.left_out} less relevant passages on {text!r} were not scored."
        warnings.append(Warn(WarningCode.PASSAGES_SAMPLED, message, name))
    return warnings


def document_warnings(document: Document) -> list[Warn]:
    """What limits every task on this document."""
    warnings = []
    language = document.language
    if not language.supported:
        message = (
            f"The text looks like language {language.code!r}; the models read English only, "
            "so take the scores with care."
        )
        warnings.append(Warn(WarningCode.LANGUAGE_UNSUPPORTED, message))
    elif language.other is not None:
        message = (
            f"About {language.other_share:.0%} of the text looks like language "
            f"{language.other!r}; the models read English only, so take scores of that part "
            "with care."
        )
        warnings.append(Warn(WarningCode.LANGUAGE_UNSUPPORTED, message))
    if not any(True for _ in document.content()):
        message = "The text holds headings, captions or boilerplate only."
        warnings.append(Warn(WarningCode.NO_CONTENT, message))
    return warnings
