"""Sentiment of a document, of each of its sentences, and toward targets."""

from __future__ import annotations

from collections.abc import Sequence

from service.inference.protocol import Call, ClassScores, Engine, Window
from service.kit.gather import together
from service.tasks.annotations import Annotations, NameAnnotations, holder
from service.tasks.options import SentimentOptions
from service.tasks.results import (
    HolderKind,
    Scored,
    SentenceSentiment,
    SentimentResult,
    TargetResult,
    Warn,
    WarningCode,
)
from service.tasks.targeted import verdict as targeted
from service.tasks.targeted.aggregate import of_document, scored
from service.tasks.targeted.targets import from_spec
from service.text.document import Block, BlockKind, Document, Sentence

_SCORED_KINDS = frozenset({BlockKind.BODY, BlockKind.QUOTE, BlockKind.HEADING})
_QUOTED_WEIGHT = 0.7  # what somebody said colours a report less than what it says itself
_FULL_LENGTH = 8  # words from which a sentence has its full weight


async def detect_sentiment(
    document: Document,
    options: SentimentOptions,
    engine: Engine,
    call: Call,
    annotations: Annotations | None = None,
) -> SentimentResult:
    """Sentiment at all levels. Raises `EngineError`.

    The document's verdict weighs body sentences and the headline fully, quotations less,
    very short sentences less, and everything else not at all; it is "mixed" when both
    poles are strong.
    """
    annotations = annotations or Annotations(document, engine, call)
    info = engine.info("sentiment", call.profile)
    scorable = [s for s in document.sentences if s.kind in _SCORED_KINDS]
    scoring = engine.classify("sentiment", [Window(s.clean) for s in scorable], call)
    asked = [
        targeted.target(annotations, "sentiment", from_spec(spec), options.evidence)
        for spec in options.targets
    ]
    targets: list[TargetResult] = []
    if asked or not annotations.short:
        rows, names, targets = await together(scoring, annotations.names(), together(*asked))
    else:  # nothing to do meanwhile
        rows, names = await scoring, await annotations.names()
    verdict, sentences = await annotations.aside(
        _of_sentences, document, info.labels, scorable, rows, names
    )
    warnings = [*targeted.document_warnings(document)]
    if not document.language.supported:
        message = "The sentiment is of a text that is not in English."
        warnings.append(Warn(WarningCode.LOW_CONFIDENCE, message))
    for result in targets:
        warnings += targeted.target_warnings(result)
    return SentimentResult(
        model=info,
        document=verdict,
        sentences=tuple(sentences),
        targets=tuple(targets),
        warnings=tuple(warnings),
    )


def _of_sentences(
    document: Document,
    labels: Sequence[str],
    scorable: Sequence[Sentence],
    rows: Sequence[ClassScores],
    names: NameAnnotations,
) -> tuple[Scored, list[SentenceSentiment]]:
    """The document's verdict, and every sentence's own."""
    headline = _headline(document)
    sentences = []
    weights = []
    for sentence, row in zip(scorable, rows, strict=True):
        whose = holder(names.voices[sentence.index])
        counted = sentence.is_content or sentence.block == headline
        weight = _weight(sentence, quoted=whose.kind is HolderKind.SPEAKER) if counted else 0.0
        weights.append(weight)
        verdict = scored(labels, row.probabilities)
        sentences.append(SentenceSentiment(sentence.span, sentence.kind, verdict, whose, counted))
    return of_document(labels, [row.probabilities for row in rows], weights), sentences


def _weight(sentence: Sentence, *, quoted: bool) -> float:
    words = len(sentence.clean.split())
    return min(1.0, words / _FULL_LENGTH) * (_QUOTED_WEIGHT if quoted else 1.0)


def _headline(document: Document) -> int | None:
    """The block of the article's headline: the longest heading before the first body."""
    before: list[Block] = []
    for block in document.blocks:
        if block.kind in (BlockKind.BODY, BlockKind.QUOTE):
            break
        if block.kind is BlockKind.HEADING:
            before.append(block)
    return max(before, key=lambda b: len(b.span)).index if before else None
