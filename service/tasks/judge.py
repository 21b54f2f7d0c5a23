"""One target over a whole text: score its passages, weigh them, show the evidence.

Stance and targeted sentiment are the same work with another model.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from service.inference.types import ModelInfo
from service.tasks.passages import Passage, find_passages
from service.tasks.reading import Reading, holder
from service.tasks.results import (
    Evidence,
    Holder,
    HolderKind,
    Scored,
    Target,
    TargetResult,
    VoiceVerdict,
    Warn,
    WarningCode,
)
from service.tasks.scoring import aggregate, scored
from service.text.document import Document


async def target(reading: Reading, task: str, about: Target, evidence: int) -> TargetResult:
    """Verdict on one target with up to `evidence` passages, the weightiest first.

    A text that fits one window is judged whole, a longer one by its passages; what the
    author and what quoted speakers say is judged apart as well. Without any passage:
    neutral, even distribution, `found` False; never a guess.
    """
    info = reading.engine.info(task, reading.call.profile)
    labels = info.labels
    found = await find_passages(reading, about)
    windows = [p.window for p in found.passages]
    if found.whole is not None and found.whole not in windows:
        windows.append(found.whole)
    scores = await reading.engine.classify(task, windows, reading.call)
    rows = [score.probabilities for score in scores]
    names = await reading.names()
    holders = [holder(names.voices[p.sentence.index]) for p in found.passages]
    if found.whole is not None:
        verdict = scored(labels, rows[-1])
    else:
        verdict = _together(info, found.passages, rows, holders)
    # A short text that neither names the target nor comes near it may still take a side.
    silent = not found.about and verdict.label == labels[1]
    if silent:
        return TargetResult(about, aggregate(labels, [], []), False, (), (), ())
    shown = [
        Evidence(p.sentence.span, verdict_of, whose, _telling(p, verdict_of, labels[1]))
        for p, row, whose in zip(found.passages, rows, holders, strict=False)
        for verdict_of in [scored(labels, row)]
    ]
    return TargetResult(
        target=about,
        scored=verdict,
        found=bool(found.passages),
        voices=tuple(_voices(info, found.passages, rows, holders)),
        evidence=tuple(_ranked(shown, verdict.label, labels[1])[:evidence]),
        mentions=tuple(m.span for m in found.mentions),
        left_out=found.left_out,
    )


def _together(
    info: ModelInfo,
    passages: Sequence[Passage],
    rows: Sequence[Sequence[float]],
    holders: Sequence[Holder],
) -> Scored:
    """One verdict over passages, by the model's fitted settings. Rows beyond them are ignored."""
    settings = info.article
    weights = []
    for position, (passage, whose) in enumerate(zip(passages, holders, strict=True)):
        weight = passage.relevance
        weight *= settings.quoted if whose.kind is HolderKind.SPEAKER else 1.0
        weight *= settings.lead if position == 0 else 1.0
        weights.append(weight)
    return aggregate(
        info.labels,
        rows[: len(passages)],
        weights,
        prior=settings.prior,
        discount=settings.discount,
    )


def _voices(
    info: ModelInfo,
    passages: Sequence[Passage],
    rows: Sequence[Sequence[float]],
    holders: Sequence[Holder],
) -> Iterator[VoiceVerdict]:
    """The author's verdict and the quoted speakers', where there are passages of theirs."""
    for kind in HolderKind:
        own = [i for i, whose in enumerate(holders) if whose.kind is kind]
        if own:
            verdict = _together(
                info, [passages[i] for i in own], [rows[i] for i in own], [holders[i] for i in own]
            )
            yield VoiceVerdict(kind, verdict, len(own))


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


def target_warnings(result: TargetResult, low_confidence: float) -> list[Warn]:
    """`TargetNotFound`, `LowConfidence`, `PassagesSampled`, where they apply."""
    text = result.target.text
    name = result.target.id or text
    if not result.found:
        message = f"The text neither mentions nor discusses {text!r}."
        return [Warn(WarningCode.TARGET_NOT_FOUND, message, name)]
    warnings = []
    if result.scored.confidence < low_confidence:
        message = f"The evidence on {text!r} is weak or divided."
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
    if not any(True for _ in document.content()):
        message = "The text holds headings, captions or boilerplate only."
        warnings.append(Warn(WarningCode.NO_CONTENT, message))
    return warnings
