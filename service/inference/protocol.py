"""What goes into the engine and what comes out of it, without torch, so that all may import it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from service.inference.call_trace import UNTRACED, CallTrace

Architecture = Literal["encoder", "classifier", "nli", "seq2seq"]
Pair = Literal["none", "optional", "required"]
Embeddings = NDArray[np.float32]
Scores = NDArray[np.float32]
"""Outputs of a model, shape (n, labels) or (n, dimensions)."""


@dataclass(frozen=True, slots=True)
class Window:
    """One model input: a text, or a (target, text) pair for the targeted models.

    Both parts are single-line clean text. A window longer than the model is split by the
    engine with overlap and its scores are averaged by length; nothing is cut off.
    """

    text: str
    target: str | None = None


@dataclass(frozen=True, slots=True)
class ClassScores:
    """Class probabilities of one window, in the order of `ModelInfo.labels`; they sum to 1."""

    probabilities: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class ArticleSettings:
    """How a model's passage scores become one verdict; fitted for each model.

    `discount` is what neutral mass counts beside the poles' (0..1), `prior` an even
    distribution in units of one full passage, `lead` and `quoted` the weights of the first
    passage and of a quoted speaker's, `temperature` the divisor of the passages' log
    probabilities that makes the verdict's confidence mean what it says. A verdict over several
    passages below `low_confidence` earns a warning: at 0.5 it is likelier wrong than right.
    """

    discount: float = 0.8
    prior: float = 0.35
    lead: float = 1.25
    quoted: float = 0.8
    temperature: float = 1.0
    low_confidence: float = 0.5


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """What a caller may know of a loaded model.

    `pair` says whether its windows have a target. `training` names the sets it was trained on. A
    verdict over a single window below `low_confidence` gets a warning. `entity_temperature`
    divides the log probabilities of a window about an entity: about names in the news a model is
    less often right than its confidence says.
    """

    name: str
    version: str
    task: str
    labels: tuple[str, ...]
    max_tokens: int
    base: str
    licence: str
    profiles: tuple[str, ...] = ()
    article: ArticleSettings = ArticleSettings()
    precision: str = "fp32"
    training: tuple[str, ...] = ()
    low_confidence: float = 0.5
    entity_temperature: float = 1.0
    architecture: Architecture = "classifier"
    pair: Pair = "none"

    @property
    def generates(self) -> bool:
        """Whether the model writes text, where the others score windows."""
        return self.architecture == "seq2seq"


class Priority(IntEnum):
    """Which work goes first: that of callers who wait, or work in the background."""

    INTERACTIVE = 0
    BULK = 1


@dataclass(slots=True)
class FairShare:
    """A caller's share of the machine in fair queueing; the calls of one request have one.

    The scheduler keeps when the caller came, and how many seconds of the machine it was given.
    """

    came: float | None = None
    given: float = 0.0


@dataclass(slots=True)
class Call:
    """One request on its way through the engine: its deadline and what it used so far.

    `profile` chooses among the models of a task, None for the default. `deadline` is on the
    `time.monotonic` clock, None for none. `tokens` counts useful tokens sent to a model,
    `windows` the windows, `seconds` wall time by stage name, `total` all of it at the end.
    `fair_share` decides when its work is due; cancelling the awaiting task gives its windows up.
    `call_trace` is called with all that happens.
    """

    deadline: float | None = None
    profile: str | None = None
    priority: Priority = Priority.INTERACTIVE
    fair_share: FairShare = field(default_factory=FairShare, repr=False)
    tokens: int = 0
    windows: int = 0
    seconds: dict[str, float] = field(default_factory=dict)
    total: float = 0.0
    call_trace: CallTrace = field(default=UNTRACED, repr=False)

    def spend(self, stage: str, seconds: float) -> None:
        """Add wall time to a stage that ends now."""
        self.call_trace.stage(stage, seconds)
        self.seconds[stage] = self.seconds.get(stage, 0.0) + seconds


@dataclass(frozen=True, slots=True)
class Load:
    """What an engine has to do at one moment.

    `tokens` and `windows` wait or run, `oldest` is the age in seconds of the oldest that
    waits, `tokens_per_second` the speed by the cost model, over all lanes.
    """

    tokens: int = 0
    windows: int = 0
    oldest: float = 0.0
    tokens_per_second: float = 0.0
    lanes: int = 1
    lanes_alive: int = 1


class Engine(Protocol):
    """The one way to the models.

    Tasks are named "sentiment" (pair optional), "stance" (pair required), "embedding" and,
    where a model offers it, "summary". Raises `EngineError` or a subclass; never returns
    fewer results than windows.
    """

    async def classify(
        self, task: str, windows: Sequence[Window], call: Call | None = None
    ) -> list[ClassScores]:
        """Class probabilities, one per window and in their order."""
        ...

    async def embed(self, texts: Sequence[str], call: Call | None = None) -> Embeddings:
        """Unit-length sentence vectors, shape (len(texts), dimensions)."""
        ...

    async def generate(
        self, texts: Sequence[str], max_tokens: int, call: Call | None = None
    ) -> list[str]:
        """Summaries by a sequence-to-sequence model, each of at most `max_tokens` tokens.

        Whole sentences only: one that the limit would cut off is left out, so that a summary may
        be empty.
        """
        ...

    def info(self, task: str, profile: str | None = None) -> ModelInfo:
        """The model that serves `task`. Raises `NoSuchModel`."""
        ...

    @property
    def profiles(self) -> tuple[str, ...]:
        """The profiles that can be asked for, the default first."""
        ...

    @property
    def models(self) -> tuple[ModelInfo, ...]:
        """All models, loaded or about to be."""
        ...

    @property
    def ready(self) -> bool:
        """Whether every model is loaded and every lane is alive."""
        ...

    def predicted_wait(self, tokens: float = math.inf) -> float:
        """Seconds of work that would go before the end of a new request of so many tokens.

        A small request overtakes large ones; without `tokens`, all that waits or runs.
        """
        ...

    @property
    def speed(self) -> float:
        """Useful tokens a second, over all lanes; above 0."""
        ...

    @property
    def quantum(self) -> float:
        """Seconds of the whole machine that a request is given before others may overtake it."""
        ...

    @property
    def load(self) -> Load:
        """What there is to do right now."""
        ...

    async def start(self) -> None:
        """Load the models and start the lanes."""
        ...

    async def stop(self) -> None:
        """Refuse new work, finish what can be finished soon, fail the rest, end the lanes."""
        ...


class EngineError(Exception):
    """The engine could not score a window."""


class EngineOverloaded(EngineError):
    """Too much waits already; `retry_after` is in seconds."""

    def __init__(self, retry_after: float) -> None:
        super().__init__(f"the queue is full; try again in {retry_after:.0f} s")
        self.retry_after = retry_after


class DeadlinePassed(EngineError):
    """The deadline passed; `spent` is where the time went, in seconds by stage."""

    error_type = "DeadlineExceeded"  # in traces, where queries of operators have this value

    def __init__(self, spent: dict[str, float]) -> None:
        super().__init__("the deadline passed before the analysis was finished")
        self.spent = spent


class EngineNotReady(EngineError):
    """The models are still loading, or the lanes have stopped."""


class OutOfMemory(EngineError):
    """A batch did not fit into the memory of its device; a smaller one may."""


class NoSuchModel(EngineError):
    """No model serves this task in this profile."""

    def __init__(self, task: str, profile: str) -> None:
        super().__init__(f"no model serves the task {task} in the profile {profile}")
        self.task = task
        self.profile = profile
