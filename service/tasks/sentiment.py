"""Sentiment of a document, of each of its sentences, and toward targets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field

from service.inference.manifest.needs import ModelNeed
from service.inference.protocol import ClassScores, ModelInfo, Window
from service.inference.reader.model_annotator import READER
from service.kit.gather import together
from service.tasks import examples
from service.tasks.annotations import Annotations
from service.tasks.document_sentiment import (
    SentenceScore,
    counted_sentences,
    read_sentiment,
    scorable_sentences,
)
from service.tasks.holders import Holder, holder
from service.tasks.numbers import Distribution, Rounded
from service.tasks.schema import WHOLE, Output, TaskOptions, labels, note
from service.tasks.scored import Scored
from service.tasks.spans import PostedSpan
from service.tasks.spec import TaskOutput, TaskSpec
from service.tasks.target import MAX_EVIDENCE
from service.tasks.targeted.targets.given import given
from service.tasks.targeted.verdicts.aggregate import of_document, scored
from service.tasks.targeted.verdicts.results import TargetVerdict
from service.tasks.targeted.verdicts.verdict import Judged, judge_all
from service.tasks.warnings import Warning, WarningCode, document_warnings
from service.text.attribution.voices import Voice
from service.text.document import Document, Sentence

if TYPE_CHECKING:
    from rich.console import RenderableType

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
    score: Rounded = note("From -1 to 1.", -0.52, ge=-1, le=1)
    confidence: Rounded = note("Probability of the label.", 0.58, ge=0, le=1)
    distribution: Distribution = note(
        "Probability of every label. `mixed` is among them if the model's manifest has a head for "
        "documents; else a mixed text has the two poles' together as its confidence.",
        examples.DOCUMENT_SENT,
    )
    sentences: list[SentenceSentiment] = note("Every sentence, in order.", [examples.SENTENCE])
    targets: list[TargetSentiment] = note(
        "The targets asked for, in order.", [examples.SENTIMENT_TARGET]
    )


async def detect_sentiment(
    annotations: Annotations, options: SentimentOptions
) -> TaskOutput[Sentiment]:
    """Sentiment at all levels. Raises `EngineError`.

    In the document's verdict, body sentences and the headline have the full weight, quotations
    and very short sentences less, and everything else none. It is "mixed" if both poles are strong,
    as a model's head for documents has learnt it, or by the shares of the sentences without one.
    """
    document, engine, call = annotations.document, annotations.engine, annotations.call
    info = engine.info("sentiment", call.profile)
    scorable = scorable_sentences(document)
    scoring = engine.classify("sentiment", [Window(s.clean) for s in scorable], call)
    judging = _judge_targets(annotations, options.evidence)
    rows, judged, voices = await together(scoring, judging, annotations.voices())
    verdict, sentences = await annotations.aside(
        _of_sentences, document, info, scorable, rows, voices
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


async def _judge_targets(annotations: Annotations, evidence: int) -> list[Judged[TargetSentiment]]:
    targets = await given(annotations)
    return await judge_all(annotations, "sentiment", targets, evidence, TargetSentiment)


def _of_sentences(
    document: Document,
    info: ModelInfo,
    scorable: Sequence[Sentence],
    rows: Sequence[ClassScores],
    voices: Mapping[int, Voice],
) -> tuple[Scored, list[SentenceSentiment]]:
    """The document's verdict, and that of each sentence."""
    counting = counted_sentences(document, scorable, rows, voices)
    sentences = [
        SentenceSentiment(
            span=sentence.span,
            kind=sentence.kind.value,
            counted=sentence.index in counting,
            **scored(info.labels, row.probabilities).fields(),
            holder=holder(voices[sentence.index]),
        )
        for sentence, row in zip(scorable, rows, strict=True)
    ]
    return _of_document(info, [*counting.values()]), sentences


def _of_document(info: ModelInfo, sentences: Sequence[SentenceScore]) -> Scored:
    if info.document is not None and sentences:
        return read_sentiment(info.labels, info.document, sentences)
    return of_document(info.labels, [s.row for s in sentences], [s.weight for s in sentences])


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
        READER,
    ),
    run=detect_sentiment,
    view=_view,
    targeted=True,
    result_example=examples.SENTIMENT,
    options_example={"sentences": False},
)
