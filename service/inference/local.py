"""The engine of one process: one lane, length-sorted micro-batches, fair between requests.

Each request tokenises off the event loop, plans its own batches and takes the lane for one
batch at a time; the lane's lock is first come first served, so a long article and a short
one take turns. Work is refused by time, not by count: see `admit`.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from service.inference.backend import Backend, Scores
from service.inference.batcher import TOKEN_BUDGET, plan
from service.inference.encoding import Piece
from service.inference.observer import Observer, Silent
from service.inference.types import (
    Call,
    ClassScores,
    DeadlineExceeded,
    Embeddings,
    EngineError,
    EngineNotReady,
    EngineOverloaded,
    Load,
    ModelInfo,
    NoSuchModel,
    Window,
)

if TYPE_CHECKING:
    from service.settings import Settings

T = TypeVar("T")

_FIRST_GUESS = 3000.0  # tokens per second until the first batches have been timed


class LocalEngine:
    """`Engine` over a backend in this process.

    Args:
        backend: runs the batches.
        profiles: what a call may ask for; the first is the default.
        max_queue_seconds: refuse new windows when this much predicted work waits.
        token_budget: padded tokens of one batch.
        observer: told of the work done.
    """

    def __init__(
        self,
        backend: Backend,
        *,
        profiles: Sequence[str] = ("fast",),
        max_queue_seconds: float = 60.0,
        token_budget: int = TOKEN_BUDGET,
        observer: Observer | None = None,
    ) -> None:
        self._backend = backend
        self._observer: Observer = observer or Silent()
        self._budget = token_budget
        self._max_queue_seconds = max_queue_seconds
        self._infos = backend.infos()
        self._profiles = tuple(profiles)
        self._lane: ThreadPoolExecutor | None = None
        self._turn = asyncio.Lock()
        self.waiting_tokens = 0
        self._tokens_per_second = _FIRST_GUESS
        self._ready = False

    @classmethod
    def from_settings(cls, settings: Settings, observer: Observer | None = None) -> LocalEngine:
        """The engine that the settings describe; loads nothing yet."""
        from service.inference.backend import TorchBackend
        from service.inference.registry import Registry

        registry = Registry.from_settings(settings)
        backend = TorchBackend(
            registry, settings.threads, settings.precision, settings.prepared_dir
        )
        return cls(
            backend,
            profiles=registry.profiles,
            max_queue_seconds=settings.max_queue_seconds,
            observer=observer,
        )

    @property
    def models(self) -> tuple[ModelInfo, ...]:
        """See `Engine.models`."""
        return tuple(self._infos.values())

    @property
    def ready(self) -> bool:
        """See `Engine.ready`."""
        return self._ready

    @property
    def profiles(self) -> tuple[str, ...]:
        """See `Engine.profiles`."""
        return self._profiles

    def info(self, task: str, profile: str | None = None) -> ModelInfo:
        """See `Engine.info`."""
        wanted = profile or self._profiles[0]
        for info in self._infos.values():
            if info.task == task and wanted in info.profiles:
                return info
        raise NoSuchModel(task, wanted)

    def predicted_wait(self, tokens: float = 0.0) -> float:
        """See `Engine.predicted_wait`."""
        return (self.waiting_tokens + tokens) / self._tokens_per_second

    @property
    def load(self) -> Load:
        """See `Engine.load`."""
        return Load(tokens=self.waiting_tokens, tokens_per_second=self._tokens_per_second)

    async def start(self) -> None:
        """Load the models in the lane's own thread. Raises `ModelFileError`."""
        self._lane = ThreadPoolExecutor(max_workers=1, thread_name_prefix="lane")
        await asyncio.get_running_loop().run_in_executor(self._lane, self._backend.load)
        self._ready = True

    async def stop(self) -> None:
        """Refuse new work, let the running batch end, release the lane."""
        self._ready = False
        if self._lane is not None:
            lane, self._lane = self._lane, None
            await asyncio.to_thread(lane.shutdown, wait=True, cancel_futures=True)

    async def classify(
        self, task: str, windows: Sequence[Window], call: Call | None = None
    ) -> list[ClassScores]:
        """See `Engine.classify`."""
        scores = await self._score(task, windows, call or Call())
        return [ClassScores(tuple(float(p) for p in row)) for row in scores]

    async def embed(self, texts: Sequence[str], call: Call | None = None) -> Embeddings:
        """See `Engine.embed`."""
        vectors = await self._score("embedding", [Window(t) for t in texts], call or Call())
        norms = np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
        unit: Embeddings = vectors / norms
        return unit

    async def generate(
        self, texts: Sequence[str], max_tokens: int, call: Call | None = None
    ) -> list[str]:
        """See `Engine.generate`. Each text is one turn in the lane."""
        call = call or Call()
        name, pieces = await self._pieces("summary", [Window(t) for t in texts], call)
        async with self._waiting(pieces):
            made = [
                await self._turn_of(
                    call, len(piece), self._backend.generate, name, piece, max_tokens
                )
                for piece in pieces
            ]
        return [
            " ".join(t for t, piece in zip(made, pieces, strict=True) if piece.owner == owner)
            for owner in range(len(texts))
        ]

    async def _score(self, task: str, windows: Sequence[Window], call: Call) -> Scores:
        """One row of scores a window: pieces averaged by weight."""
        if not windows:
            labels = self.info(task, call.profile).labels
            return np.zeros((0, len(labels)), dtype=np.float32)
        name, pieces = await self._pieces(task, windows, call)
        rows: list[Scores | None] = [None] * len(pieces)
        async with self._waiting(pieces) as waiting:
            for batch in plan([len(piece) for piece in pieces], self._budget):
                chosen = [pieces[i] for i in batch]
                tokens = sum(len(piece) for piece in chosen)
                scores = await self._turn_of(call, tokens, self._run, name, chosen)
                for i, row in zip(batch, scores, strict=True):
                    rows[i] = row
                waiting.done(tokens)
        return _average(pieces, rows, len(windows))

    async def _pieces(
        self, task: str, windows: Sequence[Window], call: Call
    ) -> tuple[str, list[Piece]]:
        """The name of the model and its inputs, admitted and accounted."""
        name = self.info(task, call.profile).name
        if not self._ready:
            raise EngineNotReady("the models are not loaded")
        began = time.monotonic()
        pieces = await asyncio.to_thread(self._backend.tokenise, name, windows)
        call.spend("tokenise", time.monotonic() - began)
        tokens = sum(len(piece) for piece in pieces)
        self.admit(tokens)
        call.windows += len(windows)
        call.tokens += tokens
        return name, pieces

    def admit(self, tokens: int) -> None:
        """Raise `EngineOverloaded` when what waits would take too long.

        A request that would itself be too long is let in when nothing else waits.
        """
        wait = self.waiting_tokens / self._tokens_per_second
        if wait > self._max_queue_seconds:
            raise EngineOverloaded(retry_after=wait - self._max_queue_seconds / 2)

    @asynccontextmanager
    async def _waiting(self, pieces: Sequence[Piece]) -> AsyncIterator[_Waiting]:
        """Counts the pieces as waiting until they are done or given up."""
        waiting = _Waiting(self, sum(len(piece) for piece in pieces))
        try:
            yield waiting
        finally:
            waiting.done(waiting.left)

    async def _turn_of(self, call: Call, tokens: int, work: Callable[..., T], *arguments: Any) -> T:
        """Run blocking work in the lane when its turn comes. Raises `EngineError`."""
        queued = time.monotonic()
        async with self._turn:
            began = time.monotonic()
            call.spend("queue", began - queued)
            if call.deadline is not None and began > call.deadline:
                raise DeadlineExceeded(dict(call.seconds))
            if self._lane is None:
                raise EngineNotReady("the engine is stopping")
            running = asyncio.get_running_loop().run_in_executor(
                self._lane, _guarded, work, *arguments
            )
            # A cancelled caller must not leave the lane's lock while its batch still runs.
            try:
                result = await asyncio.shield(running)
            except asyncio.CancelledError:
                await asyncio.wait([running])
                raise
            took = time.monotonic() - began
        call.spend("model", took)
        rate = tokens / max(took, 1e-6)
        self._tokens_per_second += 0.1 * (rate - self._tokens_per_second)
        return result

    def _run(self, name: str, batch: Sequence[Piece]) -> Scores:
        scores = self._backend.run(name, batch)
        if not np.isfinite(scores).all():
            raise EngineError(f"the model {name} returned scores that are not numbers")
        return scores


class _Waiting:
    """Predicted work of one request that has not run yet."""

    def __init__(self, engine: LocalEngine, tokens: int) -> None:
        self._engine = engine
        self.left = tokens
        engine.waiting_tokens += tokens

    def done(self, tokens: int) -> None:
        """So many tokens wait no longer."""
        self.left -= tokens
        self._engine.waiting_tokens -= tokens


def _guarded(work: Callable[..., T], name: str, *arguments: Any) -> T:
    """Any failure of a backend as `EngineError`, with the cause for the log."""
    try:
        return work(name, *arguments)
    except EngineError:
        raise
    except Exception as error:
        raise EngineError(f"the model {name} failed on a window") from error


def _average(pieces: Sequence[Piece], rows: Sequence[Scores | None], count: int) -> Scores:
    total: dict[int, Scores] = {}
    weight: dict[int, float] = {}
    for piece, row in zip(pieces, rows, strict=True):
        assert row is not None  # plan() holds every index once
        share = row * np.float32(piece.weight)
        total[piece.owner] = total.get(piece.owner, np.zeros_like(row)) + share
        weight[piece.owner] = weight.get(piece.owner, 0.0) + piece.weight
    return np.stack([total[i] / np.float32(weight[i]) for i in range(count)])
