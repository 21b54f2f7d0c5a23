"""One target over a whole text: score its passages, weigh them, show the evidence.

Stance and targeted sentiment are the same work with another model.
"""

from __future__ import annotations

from service.tasks.passages import Passage, find_passages
from service.tasks.reading import Reading, holder
from service.tasks.results import (
    Evidence,
    HolderKind,
    Scored,
    Target,
    TargetResult,
    Warn,
    WarningCode,
)
from service.tasks.scoring import TARGET_DISCOUNT, aggregate, scored
from service.text.document import Document

QUOTED_WEIGHT = 0.8  # a quoted speaker's words are in the article, but not the article's own
LEAD_WEIGHT = 1.25  # the first passages say what an article is about
LOW_CONFIDENCE = 0.5


async def target(reading: Reading, task: str, about: Target, evidence: int) -> TargetResult:
    """Verdict on one target with up to `evidence` passages, the weightiest first.

    Without any passage: neutral, even distribution, `found` False; never a guess.
    """
    labels = reading.engine.info(task, reading.call.profile).labels
    passages, mentions, left_out = await find_passages(reading, about)
    rows = [
        score.probabilities
        for score in await reading.engine.classify(task, [p.window for p in passages], reading.call)
    ]
    names = await reading.names()
    shown: list[Evidence] = []
    weights: list[float] = []
    for position, (passage, row) in enumerate(zip(passages, rows, strict=True)):
        whose = holder(names.voices[passage.sentence.index])
        weight = passage.relevance
        weight *= QUOTED_WEIGHT if whose.kind is HolderKind.SPEAKER else 1.0
        weight *= LEAD_WEIGHT if position == 0 else 1.0
        weights.append(min(1.0, weight))
        verdict = scored(labels, row)
        shown.append(
            Evidence(passage.sentence.span, verdict, whose, _telling(passage, verdict, labels[1]))
        )
    verdict = aggregate(labels, rows, weights, discount=TARGET_DISCOUNT)
    return TargetResult(
        target=about,
        scored=verdict,
        found=bool(passages),
        evidence=tuple(_ranked(shown, verdict.label, labels[1])[:evidence]),
        mentions=tuple(m.span for m in mentions),
        left_out=left_out,
    )


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
    if result.scored.confidence < LOW_CONFIDENCE:
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
