"""Sentiment of a document, of each of its sentences, and toward targets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field

from service.inference.model_needs import ModelNeed
from service.inference.protocol import ClassScores, Window
from service.kit.gather import together
from service.tasks import examples
from service.tasks.annotations import Annotations, NameAnnotations
from service.tasks.holders import Holder, holder
from service.tasks.numbers import Distribution, Rounded
from service.tasks.schema import WHOLE, Output, TaskOptions, labels, note
from service.tasks.scored import Scored
from service.tasks.spans import PostedSpan
from service.tasks.spec import TaskOutput, TaskSpec
from service.tasks.target import MAX_EVIDENCE
from service.tasks.targeted.aggregate import of_document, scored
from service.tasks.targeted.results import TargetVerdict
from service.tasks.targeted.targets import from_spec
from service.tasks.targeted.verdict import Judged, judge_all
from service.tasks.warnings import Warning, WarningCode, document_warnings
from service.text.document import Block, BlockKind, Document, Sentence

if TYPE_CHECKING:
    from rich.console import RenderableType


_SCORED_KINDS = frozenset({BlockKind.BODY, BlockKind.QUOTE, BlockKind.HEADING})
_QUOTED_WEIGHT = 0.7  # quotations affect a report less than its own sentences
_FULL_LENGTH = 8  # sentences of at least so many words have the full weight
_LABELS = ["positive", "neutral", "negative"]


class SentimentOptions(TaskOptions):
    """How much of the sentiment analysis is returned."""

    sentences: bool = note("Whether to return every sentence's score.", True, default=True)
    evidence: Annotated[int, Field(ge=0, le=MAX_EVIDENCE), WHOLE] = note(
        "Pieces of evidence for each target, at most.", 5, default=5
    )


class SentenceSentiment(Output):
    """Sentiment of one sentence."""

    span: PostedSpan = note("The sentence.", examples.SPAN)
    kind: Literal["heading", "body", "quote"] = note("What the sentence is part of.", "body")
    counted: bool = note("Whether it counts for the document.", True)
    label: str = labels("The sentiment.", "negative", _LABELS)
    score: Rounded = note("From -1 to 1.", -0.55, ge=-1, le=1)
    confidence: Rounded = note("Probability of the label.", 0.64, ge=0, le=1)
    distribution: Distribution = note("Probability of every label.", examples.SENT)
    holder: Holder = note("Whose words it is.", examples.AUTHOR)


class TargetSentiment(TargetVerdict):
    """Sentiment of the text toward one target."""

    label: str = labels("The sentiment.", "negative", _LABELS)
    distribution: Distribution = note("Probability of every label.", examples.SENT)


class Sentiment(Output):
    """Sentiment of the document, its sentences and the targets asked for."""

    model: str = note("The model.", "sentiment-minilm")
    model_version: str = note("Its version.", "1.0.0")
    label: str = labels(
        "The document's sentiment; `mixed` when both poles are strong.",
        "negative",
        [*_LABELS, "mixed"],
    )
    score: Rounded = note("From -1 to 1.", -0.31, ge=-1, le=1)
    confidence: Rounded = note(
        "Probability of the label; for `mixed`, of the two poles together.", 0.58, ge=0, le=1
    )
    distribution: Distribution = note("Share of every label.", examples.SENT)
    sentences: list[SentenceSentiment] = note("Every sentence, in order.", [examples.SENTENCE])
    targets: list[TargetSentiment] = note(
        "The targets asked for, in order.", [examples.SENTIMENT_TARGET]
    )


async def detect_sentiment(
    annotations: Annotations, options: SentimentOptions
) -> TaskOutput[Sentiment]:
    """Sentiment at all levels. Raises `EngineError`.

    In the document's verdict, body sentences and the headline have the full weight, quotations
    and very short sentences less, and everything else none. It is "mixed" if both poles are strong.
    """
    document, engine, call = annotations.document, annotations.engine, annotations.call
    info = engine.info("sentiment", call.profile)
    scorable = [s for s in document.sentences if s.kind in _SCORED_KINDS]
    scoring = engine.classify("sentiment", [Window(s.clean) for s in scorable], call)
    judged: list[Judged[TargetSentiment]] = []
    if annotations.targets or not annotations.short:
        targets = map(from_spec, annotations.targets)
        judging = judge_all(annotations, "sentiment", targets, options.evidence, TargetSentiment)
        rows, names, judged = await together(scoring, annotations.names(), judging)
    else:  # there is no other work to run concurrently
        rows, names = await scoring, await annotations.names()
    verdict, sentences = await annotations.aside(
        _of_sentences, document, info.labels, scorable, rows, names
    )
    result = Sentiment(
        model=info.name,
        model_version=info.version,
        **verdict.fields(),
        sentences=sentences if options.sentences else [],
        targets=[one.verdict for one in judged],
    )
    return TaskOutput(result, tuple(_warnings(document, judged)))


def _warnings(document: Document, judged: Sequence[Judged[TargetSentiment]]) -> list[Warning]:
    found = document_warnings(document)
    if not document.language.supported:
        message = "The sentiment is of a text that is not in English."
        found.append(Warning.of(WarningCode.LOW_CONFIDENCE, message))
    for one in judged:
        found += one.warnings
    return found


def _of_sentences(
    document: Document,
    labels: Sequence[str],
    scorable: Sequence[Sentence],
    rows: Sequence[ClassScores],
    names: NameAnnotations,
) -> tuple[Scored, list[SentenceSentiment]]:
    """The document's verdict, and that of each sentence."""
    headline = _headline(document)
    sentences = []
    weights = []
    for sentence, row in zip(scorable, rows, strict=True):
        whose = holder(names.voices[sentence.index])
        counted = sentence.is_content or sentence.block == headline
        weight = _weight(sentence, quoted=whose.kind == "speaker") if counted else 0.0
        weights.append(weight)
        verdict = scored(labels, row.probabilities)
        sentences.append(
            SentenceSentiment(
                span=sentence.span,
                kind=sentence.kind.value,
                counted=counted,
                **verdict.fields(),
                holder=whose,
            )
        )
    return of_document(labels, [row.probabilities for row in rows], weights), sentences


def _weight(sentence: Sentence, *, quoted: bool) -> float:
    words = len(sentence.clean.split())
    return min(1.0, words / _FULL_LENGTH) * (_QUOTED_WEIGHT if quoted else 1.0)


def _headline(document: Document) -> int | None:
    """The block of the article's headline: the longest heading before the first body block."""
    before: list[Block] = []
    for block in document.blocks:
        if block.kind in (BlockKind.BODY, BlockKind.QUOTE):
            break
        if block.kind is BlockKind.HEADING:
            before.append(block)
    return max(before, key=lambda b: len(b.span)).index if before else None


def _view(found: Mapping[str, Any], width: int) -> RenderableType:
    from service.tasks.targeted.view import sentiment  # only terminals need rich

    return sentiment(found, width)


SENTIMENT = TaskSpec(
    name="sentiment",
    title="Score the sentiment of an article",
    description="Sentiment of the document, of every sentence and toward targets.",
    result_description="Sentiment at all levels.",
    operation_id="detectSentiment",
    options=SentimentOptions,
    result=Sentiment,
    needs=(
        ModelNeed("sentiment", frozenset({"classifier"}), labels=2),
        ModelNeed("embedding", frozenset({"encoder"})),
    ),
    run=detect_sentiment,
    view=_view,
    targeted=True,
    result_example=examples.SENTIMENT,
    options_example={"sentences": False},
)
