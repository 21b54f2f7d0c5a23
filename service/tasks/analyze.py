"""Any of the three tasks over one reading of a document."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

from service.inference.protocol import Call, Engine
from service.kit.gather import together
from service.tasks.annotations import Annotations
from service.tasks.options import AnalyzeOptions
from service.tasks.results import AnalysisResult
from service.tasks.sentiment import detect_sentiment
from service.tasks.stance import detect_stance
from service.tasks.summary.extractive import summarize
from service.text.document import Document

Given = TypeVar("Given")
T = TypeVar("T")


async def analyze(
    document: Document, options: AnalyzeOptions, engine: Engine, call: Call
) -> AnalysisResult:
    """The tasks that `options` names, concurrently. Raises `EngineError`."""
    annotations = Annotations(document, engine, call)
    summary, stance, sentiment = await together(
        _maybe(options.summary, lambda o: summarize(document, o, engine, call, annotations)),
        _maybe(options.stance, lambda o: detect_stance(document, o, engine, call, annotations)),
        _maybe(
            options.sentiment, lambda o: detect_sentiment(document, o, engine, call, annotations)
        ),
    )
    return AnalysisResult(summary, stance, sentiment)


async def _maybe(options: Given | None, run: Callable[[Given], Awaitable[T]]) -> T | None:
    return await run(options) if options is not None else None
