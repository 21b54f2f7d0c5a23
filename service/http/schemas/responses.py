"""Response bodies. Every span is text as posted; every result names its model."""

from __future__ import annotations

from typing import Literal

from service.http.schemas.base import OffsetUnit, Output, Span, note

_DIST = {"against": 0.71, "neutral": 0.22, "favor": 0.07}
_SENT = {"negative": 0.64, "neutral": 0.27, "positive": 0.09}
_SPAN = {"text": "the council", "begin": 40, "end": 51}
_AUTHOR = {"kind": "author", "name": None, "span": None}
_EVIDENCE = {
    "span": {"text": "Reyes called the council reckless.", "begin": 24, "end": 58},
    "label": "against",
    "score": -0.64,
    "confidence": 0.71,
    "distribution": _DIST,
    "weight": 0.7,
    "holder": {
        "kind": "speaker",
        "name": "Tom Reyes",
        "span": {"text": "Reyes", "begin": 24, "end": 29},
    },
}
_MODEL = {"model_version": "1.0.0"}
_TARGET = {
    "id": "t1",
    "text": "the council",
    "kind": "entity",
    "origin": "given",
    "salience": 0.0,
    "found": True,
    "score": -0.5,
    "confidence": 0.71,
    "evidence": [_EVIDENCE],
    "mentions": [_SPAN],
}
_STANCE_TARGET = _TARGET | {"label": "against", "distribution": _DIST}
_SENTIMENT_TARGET = _TARGET | {"label": "negative", "distribution": _SENT}
_SENTENCE = {
    "span": {"text": "Reyes called the council reckless.", "begin": 24, "end": 58},
    "kind": "body",
    "counted": True,
    "label": "negative",
    "score": -0.55,
    "confidence": 0.64,
    "distribution": _SENT,
    "holder": _AUTHOR,
}
_PICKED = {
    "text": "The council voted to close the road.",
    "rank": 1,
    "score": 0.92,
    "support": 1.0,
    "sources": [{"text": "The council voted to close the road.", "begin": 59, "end": 95}],
}
_SUMMARY = _MODEL | {
    "model": "encoder-minilm",
    "method": "extractive",
    "text": "The council voted to close the road.",
    "sentences": [_PICKED],
}
_STANCE = _MODEL | {"model": "stance-minilm", "targets": [_STANCE_TARGET]}
_SENTIMENT = _MODEL | {
    "model": "sentiment-minilm",
    "label": "negative",
    "score": -0.31,
    "confidence": 0.58,
    "distribution": _SENT,
    "sentences": [_SENTENCE],
    "targets": [_SENTIMENT_TARGET],
}
_WARNING = {
    "code": "TargetNotFound",
    "message": "The text neither mentions nor discusses 'gun control'.",
    "target": "gun control",
}
_USAGE = {
    "characters": 4210,
    "sentences": 38,
    "windows": 96,
    "tokens": 3120,
    "seconds": {"text": 0.01, "model": 0.62, "total": 0.71},
}
_BLOCK = {"kind": "dateline", "span": {"text": "KYIV -", "begin": 0, "end": 6}}


class Language(Output):
    """The language of the text."""

    code: str = note("ISO 639-1 code, or `und` when nothing could be told.", "en")
    confidence: float = note("Probability of it; 1 when the caller named it.", 0.99, ge=0, le=1)
    supported: bool = note("Whether the models were trained for it.", True)


class Warning(Output):
    """Something that limits the result."""

    code: str = note(
        "Stable code: LanguageUnsupported, TargetNotFound, LowConfidence, TextTooShort, "
        "NoContent, LongSentence or PassagesSampled.",
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

    span: Span = note("The passage.", _SPAN)
    label: str = note("The passage's own label.", "against")
    score: float = note("From -1 (against, negative) to 1 (favor, positive).", -0.64, ge=-1, le=1)
    confidence: float = note("Probability of the label.", 0.71, ge=0, le=1)
    distribution: dict[str, float] = note("Probability of every label.", _DIST)
    weight: float = note("How much it tells (0 to 1); evidence is ranked by it.", 0.7, ge=0, le=1)
    holder: Holder = note("Whose view it is.", _AUTHOR)


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
    evidence: list[Evidence] = note("The telling passages, the weightiest first.", [_EVIDENCE])
    mentions: list[Span] = note("Where the text speaks of the target.", [_SPAN])


class TargetStance(_Verdict):
    """Stance of the text toward one target."""

    label: Literal["favor", "against", "neutral"] = note("The stance.", "against")
    distribution: dict[str, float] = note("Probability of every stance.", _DIST)


class TargetSentiment(_Verdict):
    """Sentiment of the text toward one target."""

    label: Literal["positive", "neutral", "negative"] = note("The sentiment.", "negative")
    distribution: dict[str, float] = note("Probability of every label.", _SENT)


class Stance(Output):
    """Stance toward every target."""

    model: str = note("The model.", "stance-minilm")
    model_version: str = note("Its version.", "1.0.0")
    targets: list[TargetStance] = note(
        "In the order asked; discovered ones by salience.", [_STANCE_TARGET]
    )


class SentenceSentiment(Output):
    """Sentiment of one sentence."""

    span: Span = note("The sentence.", _SPAN)
    kind: Literal["heading", "body", "quote"] = note("What the sentence is part of.", "body")
    counted: bool = note("Whether it counts for the document.", True)
    label: Literal["positive", "neutral", "negative"] = note("The sentiment.", "negative")
    score: float = note("From -1 to 1.", -0.55, ge=-1, le=1)
    confidence: float = note("Probability of the label.", 0.64, ge=0, le=1)
    distribution: dict[str, float] = note("Probability of every label.", _SENT)
    holder: Holder = note("Whose words it is.", _AUTHOR)


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
    distribution: dict[str, float] = note("Share of every label.", _SENT)
    sentences: list[SentenceSentiment] = note("Every sentence, in order.", [_SENTENCE])
    targets: list[TargetSentiment] = note("The targets asked for, in order.", [_SENTIMENT_TARGET])


class SummarySentence(Output):
    """A sentence of the summary."""

    text: str = note("The sentence on one line.", "The council voted to close the road.")
    rank: int = note("1 for the most central.", 1, ge=1)
    score: float = note("How central it is.", 0.92, ge=0, le=1)
    support: float = note("How far its sources bear it out; 1 when verbatim.", 1.0, ge=0, le=1)
    sources: list[Span] = note("Where it comes from.", [_SPAN])


class Summary(Output):
    """A summary; its sentences are in the article's order."""

    model: str = note("The model.", "encoder-minilm")
    model_version: str = note("Its version.", "1.0.0")
    method: Literal["extractive"] = note("How it was made.", "extractive")
    text: str = note("The whole summary.", "The council voted to close the road.")
    sentences: list[SummarySentence] = note("Its sentences, with their sources.", [_PICKED])


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
    warnings: list[Warning] = note("What limits the result.", [_WARNING])
    usage: Usage | None = note("Counts and timings, on request.", _USAGE, default=None)
    text: str | None = note(
        "The analysed text, on request.", "KYIV - The council voted.", default=None
    )
    layout: list[Block] | None = note("The kind of each block, on request.", [_BLOCK], default=None)


class SummaryResult(_Result):
    """Summary of one document."""

    summary: Summary = note("The sentences that carry the article.", _SUMMARY)


class StanceResult(_Result):
    """Stance of one document."""

    stance: Stance = note("Stance toward each target.", _STANCE)


class SentimentResult(_Result):
    """Sentiment of one document."""

    sentiment: Sentiment = note("Sentiment at all levels.", _SENTIMENT)


class AnalyzeResult(_Result):
    """All tasks asked for, of one document."""

    summary: Summary | None = note("The summary; null when not asked for.", _SUMMARY)
    stance: Stance | None = note("The stance; null when not asked for.", _STANCE)
    sentiment: Sentiment | None = note("The sentiment; null when not asked for.", _SENTIMENT)


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
