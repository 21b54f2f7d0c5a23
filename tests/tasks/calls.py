"""The tasks, called as an operation calls them: on annotations of one document."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from service.inference.protocol import Call, Engine
from service.inference.reader.annotator import Annotator
from service.tasks.annotations import Annotations
from service.tasks.schema import Output
from service.tasks.sentiment import Sentiment, SentimentOptions, detect_sentiment
from service.tasks.spec import TaskOutput
from service.tasks.stance import Stance, StanceOptions, detect_stance
from service.tasks.summary.options import SummaryOptions
from service.tasks.summary.results import Summary
from service.tasks.summary.task import summarize
from service.tasks.target import TargetSpec
from service.tasks.warnings import Warning
from service.text.document import Document

Targets = Sequence[TargetSpec | str]
Warnings = tuple[Warning, ...]
R = TypeVar("R", bound=Output)


async def stance_of(
    document: Document,
    engine: Engine,
    call: Call,
    targets: Targets = (),
    annotator: Annotator | None = None,
    **options: Any,
) -> tuple[Stance, Warnings]:
    """Stance toward the targets, or toward those that are discovered."""
    annotations = Annotations(document, engine, call, _specs(targets), annotator)
    return _parts(await detect_stance(annotations, StanceOptions(**options)))


async def sentiment_of(
    document: Document,
    engine: Engine,
    call: Call,
    targets: Targets = (),
    annotator: Annotator | None = None,
    **options: Any,
) -> tuple[Sentiment, Warnings]:
    """Sentiment of the document and toward the targets."""
    annotations = Annotations(document, engine, call, _specs(targets), annotator)
    return _parts(await detect_sentiment(annotations, SentimentOptions(**options)))


async def summary_of(
    document: Document, engine: Engine, call: Call, **options: Any
) -> tuple[Summary, Warnings]:
    """A summary of the length asked for."""
    return _parts(await summarize(Annotations(document, engine, call), SummaryOptions(**options)))


def _specs(targets: Targets) -> list[TargetSpec]:
    return [TargetSpec(t) if isinstance(t, str) else t for t in targets]


def _parts(output: TaskOutput[R]) -> tuple[R, Warnings]:
    return output.result, output.warnings
