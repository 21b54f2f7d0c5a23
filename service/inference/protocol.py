"""The protocol of the engine and its types. It does not import torch, so any module may use it."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from service.inference.article_heads import ArticleHeads
from service.inference.call_trace import UNTRACED, CallTrace
from service.inference.document_head import DocumentHead
from service.inference.endpoint_settings import EndpointSettings
from service.inference.generation_settings import GenerationSettings
from service.inference.statement_head import StatementHead
from service.inference.token_outputs import Head as Head
from service.inference.token_outputs import Segment as Segment
from service.inference.token_outputs import TokenOutputs as TokenOutputs
from service.inference.token_outputs import columns_of

Architecture = Literal["encoder", "classifier", "nli", "seq2seq", "causal", "tokens", "endpoint"]
Pair = Literal["none", "optional", "required"]
Embeddings = NDArray[np.float32]
Scores = NDArray[np.float32]
"""Outputs of a model, shape (n, labels), (n, dimensions) or, for each token, (tokens, columns)."""

WritingListener = Callable[[int, int, str], None]
"""Called in the event loop while text is generated: the number of the input, how many tokens are
written, and their text, which may still change if there are several beams."""


@dataclass(frozen=True, slots=True)
class Window:
    """One model input: a text, or a (target, text) pair for the targeted models.

    Both parts are normalized text in one line. The engine splits a window that is longer than the
    model's maximum, with overlap, and averages the scores by length. Nothing is cut off.
    """

    text: str
    target: str | None = None


@dataclass(frozen=True, slots=True)
class ClassScores:
    """Class probabilities of one window, in the order of `ModelInfo.labels`; they sum to 1."""

    probabilities: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class ArticleSettings:
    """The fitted settings for aggregating a model's passage scores to one verdict.

    `discount` is the weight of neutral mass relative to the poles (0..1), `prior` the weight of an
    even distribution in units of one full passage, `lead` and `quoted` the weights of the first
    passage and of a quoted speaker's. `temperature` divides the passages' log probabilities and
    calibrates the verdict's confidence. The verdicts of a model with `heads` are read by those
    instead. A verdict over several passages below `low_confidence` gets a warning: below 0.5 it is
    more likely wrong than right.
    """

    discount: float = 0.8
    prior: float = 0.35
    lead: float = 1.25
    quoted: float = 0.8
    temperature: float = 1.0
    low_confidence: float = 0.5
    heads: ArticleHeads | None = None


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """The public information about a loaded model.

    `pair` means that its windows have a target. `training` names the data sets it was trained on. A
    verdict over a single window below `low_confidence` gets a warning. `entity_temperature` divides
    the log probabilities of a window about an entity, because models are overconfident about names
    in the news. `context` means that it reads passages marked in their context. `document` reads
    the sentiment of a document from its sentences, `statement` whether a statement is supported
    from its comparison. `heads` are the outputs of a model for tokens.
    `binary_entailment` is for an NLI model that only tells entailment from everything else.
    `generation` is how a model writes text, and `endpoint` where a model is that is not here.
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
    document: DocumentHead | None = None
    statement: StatementHead | None = None
    precision: str = "fp32"
    training: tuple[str, ...] = ()
    low_confidence: float = 0.5
    entity_temperature: float = 1.0
    architecture: Architecture = "classifier"
    pair: Pair = "none"
    context: bool = False
    heads: tuple[Head, ...] = ()
    binary_entailment: bool = False
    generation: GenerationSettings | None = None
    endpoint: EndpointSettings | None = None

    def columns(self, head: str) -> slice:
        """The columns of a head in `TokenOutputs.values`. Raises `KeyError` if it is not there."""
        return columns_of(self.heads, head)

    @property
    def generates(self) -> bool:
        """Whether the model generates text here instead of scoring windows."""
        return self.architecture in ("seq2seq", "causal")

    @property
    def remote(self) -> bool:
        """Whether texts leave this service to reach the model."""
        return self.architecture == "endpoint"


class Priority(IntEnum):
    """The priority of work: that of a request, or background work."""

    INTERACTIVE = 0
    BULK = 1


@dataclass(slots=True)
class FairShare:
    """A caller's share of the machine in fair queueing; the calls of one request have one.

    The scheduler keeps the time of arrival and the seconds of the machine that were given to it.
    """

    came: float | None = None
    given: float = 0.0


@dataclass(slots=True)
class Call:
    """One request in the engine: its deadline, and the resources it has used so far.

    `profile` chooses among the models of a task, None for the default. `deadline` is on the
    `time.monotonic` clock, None for none. `tokens` counts useful tokens sent to a model, `windows`
    the windows, `seconds` wall time by stage name, with `total` at the end. `fair_share` determines
    when its work is due. Cancelling the awaiting task cancels its windows. `call_trace` receives
    all events.
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
    """The load of an engine at one moment.

    `tokens` and `windows` wait or run, `oldest` is the age in seconds of the oldest waiting call,
    `tokens_per_second` the speed of all lanes according to the cost model.
    """

    tokens: int = 0
    windows: int = 0
    oldest: float = 0.0
    tokens_per_second: float = 0.0
    lanes: int = 1
    lanes_alive: int = 1


class Engine(Protocol):
    """The interface of all tasks to the models.

    Tasks are named "sentiment" (pair optional), "stance" (pair required), "embedding" and, if a
    model offers it, "summary" and "reader". Methods raise `EngineError` or a subclass, and never
    return fewer results than windows.
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
        self,
        texts: Sequence[str],
        max_tokens: int,
        call: Call | None = None,
        *,
        words: int | None = None,
        listener: WritingListener | None = None,
    ) -> list[str]:
        """Summaries by the model of the task "summary", each of at most `max_tokens` tokens.

        A sentence that the limit would cut off is left out, so a summary may be empty. Cancelling
        the caller, or its deadline, ends a generation in the middle.

        Args:
            words: the length that the model's prompt asks for, if it asks for one.
            listener: told of each token.
        """
        ...

    async def read(
        self, task: str, segments: Sequence[Segment], call: Call | None = None
    ) -> list[TokenOutputs]:
        """The tokens of consecutive segments with their outputs, one result per segment, in order.

        The model reads several segments at once, so a token's values depend on those around it. The
        first and the last segment count as the beginning and the end of a document.
        """
        ...

    def info(self, task: str, profile: str | None = None) -> ModelInfo:
        """The model that serves `task`. Raises `NoSuchModel`."""
        ...

    @property
    def profiles(self) -> tuple[str, ...]:
        """The profiles that a call may choose, the default first."""
        ...

    @property
    def models(self) -> tuple[ModelInfo, ...]:
        """All models, including those that are not loaded yet."""
        ...

    @property
    def ready(self) -> bool:
        """Whether every model is loaded and every lane is alive."""
        ...

    def predicted_wait(self, tokens: float = math.inf) -> float:
        """Seconds of work that would run before the end of a new request of so many tokens.

        A small request overtakes large ones. Without `tokens`, all waiting and running work counts.
        """
        ...

    @property
    def speed(self) -> float:
        """Useful tokens a second over all lanes; always above 0."""
        ...

    @property
    def quantum(self) -> float:
        """Seconds of the whole machine that a request receives before others may overtake it."""
        ...

    @property
    def load(self) -> Load:
        """The present load."""
        ...

    async def start(self) -> None:
        """Load the models and start the lanes."""
        ...

    async def stop(self) -> None:
        """Refuse new work, finish queued work within a grace period, and end the lanes."""
        ...


class EngineError(Exception):
    """The engine could not score a window."""


class EngineOverloaded(EngineError):
    """Too much work is waiting; `retry_after` is in seconds."""

    def __init__(self, retry_after: float) -> None:
        super().__init__(f"the queue is full; try again in {retry_after:.0f} s")
        self.retry_after = retry_after


class DeadlinePassed(EngineError):
    """The deadline passed; `spent` is the time used, in seconds by stage."""

    error_type = "DeadlineExceeded"  # in traces, where queries of operators have this value

    def __init__(self, spent: dict[str, float]) -> None:
        super().__init__("the deadline passed before the analysis was finished")
        self.spent = spent


class EngineNotReady(EngineError):
    """The models are still loading, or the lanes have stopped."""


class GenerationStopped(EngineError):
    """A text was not finished, because nobody waits for it any more."""


class EndpointFailed(EngineError):
    """A model behind an endpoint gave no usable answer; the message says why, without texts."""


class OutOfMemory(EngineError):
    """A batch did not fit into the memory of its device; a smaller one may."""


class NoSuchModel(EngineError):
    """No model serves this task in this profile."""

    def __init__(self, task: str, profile: str) -> None:
        super().__init__(f"no model serves the task {task} in the profile {profile}")
        self.task = task
        self.profile = profile
