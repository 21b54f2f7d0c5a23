"""What a caller may ask of a task, after validation."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from service.tasks.results import TargetKind

MAX_TARGETS = 10
MAX_EVIDENCE = 20
SummaryMethod = Literal["extractive", "abstractive"]


@dataclass(frozen=True, slots=True)
class TargetSpec:
    """A target as the caller gave it; `kind` is guessed from the wording when None."""

    text: str
    id: str | None = None
    kind: TargetKind | None = None


@dataclass(frozen=True, slots=True)
class SummaryOptions:
    """Length by exactly one of the three; `ratio` is a share (0..1) of the content words."""

    sentences: int | None = 3
    words: int | None = None
    ratio: float | None = None
    method: SummaryMethod = "extractive"


@dataclass(frozen=True, slots=True)
class StanceOptions:
    """`targets` empty: discover up to `max_targets` in the text."""

    targets: tuple[TargetSpec, ...] = ()
    max_targets: int = MAX_TARGETS
    evidence: int = 5


@dataclass(frozen=True, slots=True)
class SentimentOptions:
    targets: tuple[TargetSpec, ...] = ()
    evidence: int = 5


@dataclass(frozen=True, slots=True)
class AnalyzeOptions:
    """None leaves a task out."""

    summary: SummaryOptions | None = field(default_factory=SummaryOptions)
    stance: StanceOptions | None = field(default_factory=StanceOptions)
    sentiment: SentimentOptions | None = field(default_factory=SentimentOptions)
