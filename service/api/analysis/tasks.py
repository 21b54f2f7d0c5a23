"""The four analyses as data: what each takes, runs and gives back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from service.api.analysis import serialize
from service.api.schemas import requests as inp
from service.api.schemas import responses as out
from service.api.schemas.targets import TargetInput
from service.inference.protocol import Call, Engine
from service.tasks import options as opt
from service.tasks.analyze import analyze
from service.tasks.results import TargetKind
from service.tasks.sentiment import detect_sentiment
from service.tasks.stance import detect_stance
from service.tasks.summary.extractive import summarize
from service.text.document import Document

# Renders what was found, as fields of the result. Apart from the run, for it takes the time
# of no model, but with a long text too much of the event loop's.
Parts = Callable[[serialize.Renderer], dict[str, Any]]
Run = Callable[[Document, Any, Any, Engine, Call], Awaitable[Parts]]


class SummaryOptions(inp.SummaryOptions, inp.CommonOptions):
    """Options of /v1/summary."""


class StanceOptions(inp.StanceOptions, inp.SharedTargets, inp.CommonOptions):
    """Options of /v1/stance."""


class SentimentOptions(inp.SentimentOptions, inp.SharedTargets, inp.CommonOptions):
    """Options of /v1/sentiment."""


class AnalyzeOptions(inp.AnalyzeOptions, inp.SharedTargets, inp.CommonOptions):
    """Options of /v1/analyze."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One endpoint: schemas of its documents, options and results, and what it runs."""

    name: str
    document: type[inp.DocumentInput]
    options: type[inp.CommonOptions]
    result: type[BaseModel]
    run: Run


async def _summary(
    document: Document, given: Any, options: Any, engine: Engine, call: Call
) -> Parts:
    found = await summarize(document, summary_options(options), engine, call)
    return lambda show: {"warnings": serialize.warnings(found), "summary": show.summary(found)}


async def _stance(
    document: Document, given: Any, options: Any, engine: Engine, call: Call
) -> Parts:
    wanted = stance_options(options, targets(given, options))
    found = await detect_stance(document, wanted, engine, call)
    return lambda show: {"warnings": serialize.warnings(found), "stance": show.stance(found)}


async def _sentiment(
    document: Document, given: Any, options: Any, engine: Engine, call: Call
) -> Parts:
    wanted = opt.SentimentOptions(targets(given, options), options.evidence)
    found = await detect_sentiment(document, wanted, engine, call)
    return lambda show: {
        "warnings": serialize.warnings(found),
        "sentiment": show.sentiment(found, sentences=options.sentences),
    }


async def _analyze(
    document: Document, given: Any, options: Any, engine: Engine, call: Call
) -> Parts:
    about = targets(given, options)
    tasks = set(options.tasks)
    wanted = opt.AnalyzeOptions(
        summary=summary_options(options.summary) if "summary" in tasks else None,
        stance=stance_options(options.stance, about) if "stance" in tasks else None,
        sentiment=(
            opt.SentimentOptions(about, options.sentiment.evidence)
            if "sentiment" in tasks
            else None
        ),
    )
    found = await analyze(document, wanted, engine, call)
    sentences = options.sentiment.sentences
    return lambda show: {
        "warnings": serialize.warnings(found.summary, found.stance, found.sentiment),
        "summary": show.summary(found.summary) if found.summary else None,
        "stance": show.stance(found.stance) if found.stance else None,
        "sentiment": (
            show.sentiment(found.sentiment, sentences=sentences) if found.sentiment else None
        ),
    }


def asks_for_writing(options: inp.CommonOptions) -> str | None:
    """JSON pointer of the option that asks for a written summary, if one does."""
    if isinstance(options, inp.AnalyzeOptions):
        asked = "summary" in options.tasks and options.summary.method == "abstractive"
        return "/summary/method" if asked else None
    asked = isinstance(options, inp.SummaryOptions) and options.method == "abstractive"
    return "/method" if asked else None


def summary_options(given: inp.SummaryOptions) -> opt.SummaryOptions:
    """The asked length, or three sentences."""
    if given.words or given.ratio:
        return opt.SummaryOptions(None, given.words, given.ratio, given.method)
    return opt.SummaryOptions(given.sentences or 3, method=given.method)


def stance_options(
    given: inp.StanceOptions, about: tuple[opt.TargetSpec, ...]
) -> opt.StanceOptions:
    """Options of the task from those of the request."""
    return opt.StanceOptions(about, given.max_targets, given.evidence)


def targets(given: Any, options: Any) -> tuple[opt.TargetSpec, ...]:
    """The document's own targets, else those of the request."""
    found: Sequence[str | TargetInput]
    found = given.targets if given.targets is not None else options.targets or ()
    return tuple(
        opt.TargetSpec(t)
        if isinstance(t, str)
        else opt.TargetSpec(t.text, t.id, TargetKind(t.kind) if t.kind else None)
        for t in found
    )


SUMMARY = Operation("summary", inp.DocumentInput, SummaryOptions, out.SummaryResult, _summary)
STANCE = Operation("stance", inp.TargetedDocument, StanceOptions, out.StanceResult, _stance)
SENTIMENT = Operation(
    "sentiment", inp.TargetedDocument, SentimentOptions, out.SentimentResult, _sentiment
)
ANALYZE = Operation("analyze", inp.TargetedDocument, AnalyzeOptions, out.AnalyzeResult, _analyze)
OPERATIONS = (SUMMARY, STANCE, SENTIMENT, ANALYZE)
