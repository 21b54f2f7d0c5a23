"""Response bodies. Every span is text as posted; every result names its model."""

from __future__ import annotations

from typing import Literal

from service.api.schemas import examples as sample
from service.api.schemas.base import OffsetUnit, Output, Span, note
from service.tasks.options import SummaryMethod


class Language(Output):
    """The language of the text."""

    code: str = note("ISO 639-1 code, or `und` when nothing could be told.", "en")
    confidence: float = note("Probability of it; 1 when the caller named it.", 0.99, ge=0, le=1)
    supported: bool = note("Whether the models were trained for it.", True)


class Warning(Output):
    """Something that limits the result."""

    code: str = note(
        "Stable code: LanguageUnsupported, TargetNotFound, LowConfidence, TextTooShort, "
        "NoContent, PassagesSampled or UnsupportedSummary.",
        "TargetNotFound",
    )
    message: str = note(
        "The same in words.", "The text neither mentions nor discusses 'gun control'."
    )
    target: str | None = note("The target it is about, by id or text.", "gun control")


class Usage(Output):
    """What the analysis took. Stages of concurrent tasks overlap, so they may exceed `total`."""

    characters: int = note("Code points of the text.", 4210, ge=0)
    sentences: int = note("Sentences of the text.", 38, ge=0)
    windows: int = note("Inputs that models scored.", 96, ge=0)
    tokens: int = note("Tokens of those inputs.", 3120, ge=0)
    seconds: dict[str, float] = note(
        "Seconds by stage, and `total`.", {"text": 0.01, "model": 0.62, "total": 0.71}
    )


class Block(Output):
    """A stretch of the posted text and what it is."""

    kind: Literal["heading", "byline", "dateline", "caption", "body", "quote", "boilerplate"] = (
        note("What the block is; only `body` and `quote` count in results.", "dateline")
    )
    span: Span = note("Where it is.", {"text": "KYIV -", "begin": 0, "end": 6})


class Holder(Output):
    """Whose words a passage is."""

    kind: Literal["author", "speaker"] = note("The author's own, or a speaker's.", "speaker")
    name: str | None = note(
        "The speaker's fullest name in the text; null for the author, and for a speaker whom "
        "the text does not name nearby.",
        "Ana Duarte",
    )
    span: Span | None = note(
        "Where the text names the speaker for this passage.",
        {"text": "Duarte", "begin": 301, "end": 307},
    )


class Evidence(Output):
    """A passage that bears on a target, with its own scores."""

    span: Span = note("The passage.", sample.SPAN)
    label: str = note("The passage's own label.", "against")
    score: float = note("From -1 (against, negative) to 1 (favor, positive).", -0.64, ge=-1, le=1)
    confidence: float = note("Probability of the label.", 0.71, ge=0, le=1)
    distribution: dict[str, float] = note("Probability of every label.", sample.DIST)
    weight: float = note("How much it tells (0 to 1); evidence is ranked by it.", 0.7, ge=0, le=1)
    holder: Holder = note("Whose view it is.", sample.AUTHOR)


class VoiceVerdict(Output):
    """The verdict of one kind of voice."""

    kind: Literal["author", "speaker"] = note("The author, or those quoted.", "speaker")
    passages: int = note("Passages in that voice.", 2, ge=1)
    label: str = note("The label of that voice alone.", "against")
    score: float = note("From -1 (against, negative) to 1 (favor, positive).", -0.5, ge=-1, le=1)
    confidence: float = note("Probability of the label.", 0.71, ge=0, le=1)
    distribution: dict[str, float] = note("Probability of every label.", sample.DIST)


class _Verdict(Output):
    id: str | None = note("The caller's id of the target.", "t1")
    text: str = note("The target.", "the council")
    kind: Literal["entity", "topic", "claim"] = note("What it is.", "entity")
    origin: Literal["given", "discovered"] = note("Whether the caller named it.", "given")
    salience: float = note(
        "How central a discovered target is (0 to 1); 0 for a given one.", 0.8, ge=0, le=1
    )
    found: bool = note("Whether any passage bears on it.", True)
    score: float = note("From -1 (against, negative) to 1 (favor, positive).", -0.5, ge=-1, le=1)
    confidence: float = note("Probability of the label.", 0.71, ge=0, le=1)
    evidence: list[Evidence] = note(
        "The telling passages, the weightiest first.", [sample.EVIDENCE]
    )
    voices: list[VoiceVerdict] = note(
        "What the author says, and what those quoted say, each alone.", [sample.VOICE]
    )
    mentions: list[Span] = note("Where the text speaks of the target.", [sample.SPAN])


class TargetStance(_Verdict):
    """Stance of the text toward one target."""

    label: Literal["favor", "against", "neutral"] = note("The stance.", "against")
    distribution: dict[str, float] = note("Probability of every stance.", sample.DIST)


class TargetSentiment(_Verdict):
    """Sentiment of the text toward one target."""

    label: Literal["positive", "neutral", "negative"] = note("The sentiment.", "negative")
    distribution: dict[str, float] = note("Probability of every label.", sample.SENT)


class Stance(Output):
    """Stance toward every target."""

    model: str = note("The model.", "stance-minilm")
    model_version: str = note("Its version.", "1.0.0")
    targets: list[TargetStance] = note(
        "In the order asked; discovered ones by salience.", [sample.STANCE_TARGET]
    )


class SentenceSentiment(Output):
    """Sentiment of one sentence."""

    span: Span = note("The sentence.", sample.SPAN)
    kind: Literal["heading", "body", "quote"] = note("What the sentence is part of.", "body")
    counted: bool = note("Whether it counts for the document.", True)
    label: Literal["positive", "neutral", "negative"] = note("The sentiment.", "negative")
    score: float = note("From -1 to 1.", -0.55, ge=-1, le=1)
    confidence: float = note("Probability of the label.", 0.64, ge=0, le=1)
    distribution: dict[str, float] = note("Probability of every label.", sample.SENT)
    holder: Holder = note("Whose words it is.", sample.AUTHOR)


class Sentiment(Output):
    """Sentiment of the document, its sentences and the targets asked for."""

    model: str = note("The model.", "sentiment-minilm")
    model_version: str = note("Its version.", "1.0.0")
    label: Literal["positive", "neutral", "negative", "mixed"] = note(
        "The document's sentiment; `mixed` when both poles are strong.", "negative"
    )
    score: float = note("From -1 to 1.", -0.31, ge=-1, le=1)
    confidence: float = note(
        "Probability of the label; for `mixed`, of the two poles together.", 0.58, ge=0, le=1
    )
    distribution: dict[str, float] = note("Share of every label.", sample.SENT)
    sentences: list[SentenceSentiment] = note("Every sentence, in order.", [sample.SENTENCE])
    targets: list[TargetSentiment] = note(
        "The targets asked for, in order.", [sample.SENTIMENT_TARGET]
    )


class SummarySentence(Output):
    """A sentence of the summary."""

    text: str = note("The sentence on one line.", "The council voted to close the road.")
    rank: int = note("1 for the most central.", 1, ge=1)
    score: float = note("How central it is.", 0.92, ge=0, le=1)
    support: float = note("How far its sources bear it out; 1 when verbatim.", 1.0, ge=0, le=1)
    sources: list[Span] = note("Where it comes from.", [sample.SPAN])


class Summary(Output):
    """A summary; its sentences are in the article's order."""

    model: str = note("The model.", "encoder-minilm")
    model_version: str = note("Its version.", "1.0.0")
    method: SummaryMethod = note(
        "`extractive`: the article's own sentences; `abstractive`: a model's.", "extractive"
    )
    text: str = note("The whole summary.", "The council voted to close the road.")
    sentences: list[SummarySentence] = note("Its sentences, with their sources.", [sample.PICKED])


class _Result(Output):
    id: str | None = note("The caller's id of the document.", "wire-2041")
    index: int | None = note(
        "Its place among the `documents` of the request; null outside a batch.", 0, ge=0
    )
    offset_unit: OffsetUnit = note("What offsets count.", "unicode")
    language: Language = note(
        "The language the text is in, as named or identified.",
        {"code": "en", "confidence": 0.99, "supported": True},
    )
    warnings: list[Warning] = note("What limits the result.", [sample.WARNING])
    usage: Usage | None = note("Counts and timings, on request.", sample.USAGE, default=None)
    text: str | None = note(
        "The analysed text, on request.", "KYIV - The council voted.", default=None
    )
    layout: list[Block] | None = note(
        "The kind of each block, on request.", [sample.BLOCK], default=None
    )


class SummaryResult(_Result):
    """Summary of one document."""

    summary: Summary = note("The sentences that carry the article.", sample.SUMMARY)


class StanceResult(_Result):
    """Stance of one document."""

    stance: Stance = note("Stance toward each target.", sample.STANCE)


class SentimentResult(_Result):
    """Sentiment of one document."""

    sentiment: Sentiment = note("Sentiment at all levels.", sample.SENTIMENT)


class AnalyzeResult(_Result):
    """All tasks asked for, of one document."""

    summary: Summary | None = note("The summary; null when not asked for.", sample.SUMMARY)
    stance: Stance | None = note("The stance; null when not asked for.", sample.STANCE)
    sentiment: Sentiment | None = note("The sentiment; null when not asked for.", sample.SENTIMENT)


class FieldError(Output):
    """One offending place."""

    pointer: str = note("RFC 6901 JSON pointer into the body.", "/documents/2/text")
    code: str = note("Stable code of the fault.", "blank")
    detail: str = note("The same in words.", "The string is empty or blank.")


class ProblemDetails(Output):
    """RFC 9457 problem details."""

    type: str = note("One URI for each kind of problem.", "urn:copydesk:problem:invalid-request")
    title: str = note("The kind in words.", "The request is not valid")
    status: int = note("The HTTP status.", 422)
    detail: str = note("What happened.", "One place of the request is not valid; see `errors`.")
    instance: str | None = note(
        "The occurrence; ends in the request id.", "urn:copydesk:request:9f1c", default=None
    )
    errors: list[FieldError] | None = note(
        "The offending places.",
        [{"pointer": "/text", "code": "blank", "detail": "The string is empty or blank."}],
        default=None,
    )
    spent: dict[str, float] | None = note(
        "Seconds by stage, when the time limit passed.", {"queue": 1.2, "model": 0.7}, default=None
    )


class DocumentError(ProblemDetails):
    """Why one document of a batch has no result."""

    index: int = note("Its place in the request.", 2, ge=0)
    id: str | None = note("Its id, where it has a usable one.", "wire-2043", default=None)
