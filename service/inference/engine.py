"""The engine of one process: tokenises, queues, and gathers the results of the lanes.

Scoring and generation have separate lanes, so that a summary that takes seconds never delays
sentences that take milliseconds. See `batching` for the scheduling, and its `worker_threads` for
the threads.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import structlog

from service.inference.backend import Backend
from service.inference.backends.window_pooling import pooled
from service.inference.batching import fair_queue
from service.inference.batching.calibrate import warm_up
from service.inference.batching.queue_items import BatchGroup, Item, Row
from service.inference.batching.scheduler import Scheduler
from service.inference.batching.score_cache import ScoreCache
from service.inference.batching.worker_threads import WorkerThreads, told
from service.inference.endpoints.remote_models import RemoteModels
from service.inference.events import EngineEvents
from service.inference.model_inputs import ModelInputs
from service.inference.protocol import (
    Call,
    ClassScores,
    Embeddings,
    EngineError,
    Load,
    ModelInfo,
    NoSuchModel,
    Scores,
    Segment,
    TokenOutputs,
    Window,
    WritingListener,
)
from service.inference.token_outputs import width_of

if TYPE_CHECKING:
    from service.config.settings import Settings
    from service.inference.manifest.needs import ModelNeed

_log = structlog.get_logger("copydesk.engine")

_FEW_WINDOWS = 64  # whose values are merged in less time than a switch of threads may take
_FIRST_GUESS = 3000.0  # tokens per second before any batch was timed
_MIB = 1024 * 1024


class LocalEngine:
    """An `Engine` with a backend in this process.

    Args:
        backend: runs the batches, in several threads at once.
        profiles: the profiles that a call may choose; the first is the default.
        lanes: the number of scoring threads; there is one more if a model generates text.
        max_queue_seconds: refuse new requests if so much predicted work waits.
        token_budget: padded tokens of one batch, if `tune` does not determine it.
        cache_bytes: the size of the cache of scores, 0 for none.
        tune: measure at the start how large batches should be; see `batching.calibrate`.
        grace: seconds for queued work in `stop`.
        events: receives the events of the engine.
        remote: the models behind endpoints; by default those of the backend.
    """

    def __init__(
        self,
        backend: Backend,
        *,
        profiles: Sequence[str] = ("fast",),
        lanes: int = 1,
        max_queue_seconds: float = 60.0,
        token_budget: int = 1024,
        cache_bytes: int = 32 * _MIB,
        tune: bool = False,
        grace: float = 5.0,
        events: EngineEvents | None = None,
        remote: RemoteModels | None = None,
    ) -> None:
        self._backend = backend
        self._infos = backend.infos()
        self._profiles = tuple(profiles)
        self._tune, self._grace = tune, grace
        listener = events or EngineEvents()
        self._scoring = WorkerThreads(
            "lane",
            lanes,
            self._score_batch,
            Scheduler(
                lanes=lanes,
                budget=token_budget,
                cache=ScoreCache(cache_bytes),
                max_wait=max_queue_seconds,
                events=listener,
            ),
            listener,
        )
        writers = sum(info.generates for info in self._infos.values())
        self._writing = WorkerThreads(
            "writer",
            min(1, writers),
            self._write,
            Scheduler(most=1, max_wait=max_queue_seconds, stoppable=True, events=listener),
            listener,
        )
        self._inputs = ModelInputs(backend, lanes)
        self._remote = remote or RemoteModels(
            [info for info in self._infos.values() if info.remote]
        )

    @classmethod
    def from_settings(
        cls,
        settings: Settings,
        events: EngineEvents | None = None,
        *,
        tune: bool = True,
        needs: Mapping[str, ModelNeed] | None = None,
    ) -> LocalEngine:
        """The engine of the settings. It loads nothing yet. For `needs` see `Registry`."""
        from service.inference.models.registry import Registry
        from service.inference.torch_backend import TorchBackend
        from service.inference.torch_runtime import computes_bf16
        from service.kit.cpu import usable_cores

        registry = Registry.from_settings(settings, needs)
        if not settings.allow_endpoints:
            registry.refuse_endpoints()
        if settings.precision == "bf16" and not computes_bf16():
            _log.warning(
                "doubtful setting",
                why="COPYDESK_PRECISION is bf16, and this CPU has no products of bf16: fp32 is "
                "faster here, and auto takes it",
            )
        threads = settings.threads or usable_cores()
        lanes = min(settings.lanes or threads, threads)
        backend = TorchBackend(
            registry, threads // lanes, settings.precision, settings.prepared_dir
        )
        return cls(
            backend,
            profiles=registry.profiles,
            lanes=lanes,
            max_queue_seconds=settings.max_queue_seconds,
            cache_bytes=settings.cache_mib * _MIB,
            tune=tune,
            events=events,
        )

    @property
    def models(self) -> tuple[ModelInfo, ...]:
        """See `Engine.models`."""
        return tuple(self._infos.values())

    @property
    def ready(self) -> bool:
        """See `Engine.ready`."""
        return self._scoring.whole and self._writing.whole

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

    def predicted_wait(self, tokens: float = math.inf) -> float:
        """See `Engine.predicted_wait`."""
        return self._scoring.wait(tokens)

    @property
    def speed(self) -> float:
        """See `Engine.speed`."""
        return self._scoring.speed() or _FIRST_GUESS

    @property
    def quantum(self) -> float:
        """See `Engine.quantum`."""
        return fair_queue.QUANTUM

    @property
    def load(self) -> Load:
        """See `Engine.load`."""
        scoring, writing = self._scoring.load, self._writing.load
        return Load(
            tokens=scoring.tokens + writing.tokens,
            windows=scoring.windows + writing.windows,
            oldest=max(scoring.oldest, writing.oldest),
            tokens_per_second=scoring.tokens_per_second or _FIRST_GUESS,
            lanes=scoring.lanes + writing.lanes,
            lanes_alive=scoring.lanes_alive + writing.lanes_alive,
        )

    async def start(self) -> None:
        """Load the models, calibrate, and start the lanes. Raises `ModelFileError`."""
        await self._inputs.start(self._load)
        self._remote.open()
        self._scoring.start()
        self._writing.start()

    async def stop(self) -> None:
        """Refuse new work, finish queued work within the grace period, end the lanes."""
        self._inputs.stop()
        await asyncio.gather(self._scoring.stop(self._grace), self._writing.stop(self._grace))
        await self._remote.close()

    async def classify(
        self, task: str, windows: Sequence[Window], call: Call | None = None
    ) -> list[ClassScores]:
        """See `Engine.classify`. A model behind an endpoint is asked as a judge."""
        call = call or Call()
        info = self.info(task, call.profile)
        if info.remote:
            return await self._remote.judge(info, windows, call)
        scores = await self._score(task, windows, call)
        return [ClassScores(tuple(row)) for row in scores.tolist()]

    async def embed(self, texts: Sequence[str], call: Call | None = None) -> Embeddings:
        """See `Engine.embed`."""
        vectors = await self._score("embedding", [Window(t) for t in texts], call or Call())
        norms = np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
        unit: Embeddings = vectors / norms
        return unit

    async def generate(
        self,
        texts: Sequence[str],
        max_tokens: int,
        call: Call | None = None,
        *,
        words: int | None = None,
        listener: WritingListener | None = None,
    ) -> list[str]:
        """See `Engine.generate`. Each piece of a text is one batch of the generating lane."""
        call = call or Call()
        info = self.info("summary", call.profile)
        if info.remote:
            return await self._remote.write(info, texts, max_tokens, words, call)
        pieces, wanted = await self._inputs.of_prompts(info, texts, words, max_tokens, call)
        made = await self._writing.rows(wanted, call, listener) if wanted else []
        parts: list[list[str]] = [[] for _ in texts]
        for piece, text in zip(pieces, made, strict=True):
            parts[piece.owner].append(text)
        return [" ".join(part) for part in parts]

    async def read(
        self, task: str, segments: Sequence[Segment], call: Call | None = None
    ) -> list[TokenOutputs]:
        """See `Engine.read`. The windows of segments are queued and cached like all others."""
        call = call or Call()
        info = self.info(task, call.profile)
        if not info.heads:
            raise EngineError(f"the model {info.name} has no outputs for tokens")
        tokens, wanted = await self._inputs.of_segments(info, segments, call)
        rows = await self._scoring.rows(wanted, call) if wanted else []
        columns = width_of(info.heads)
        if len(rows) <= _FEW_WINDOWS:
            return tokens.outputs(rows, columns)
        return await asyncio.to_thread(tokens.outputs, rows, columns)

    async def _score(self, task: str, windows: Sequence[Window], call: Call) -> Scores:
        """One row of scores for each window."""
        info = self.info(task, call.profile)
        if not windows:
            return np.zeros((0, len(info.labels)), dtype=np.float32)
        pieces, wanted = await self._inputs.of_windows(info, windows, call)
        return pooled(info, pieces, await self._scoring.rows(wanted, call), len(windows))

    def _load(self) -> None:
        self._backend.load()
        self._infos = self._backend.infos()  # precisions are known now
        for name in self._infos:
            self._scoring.scheduler.forecast.costs[name].packing = self._backend.packing(name)
        if not self._tune:
            return
        infos = self._infos.values()
        names = [info.name for info in infos if not (info.generates or info.remote)]
        budgets, forecast = self._scoring.scheduler.budgets, self._scoring.scheduler.forecast
        for name, tuned in warm_up(self._backend, names, self._scoring.count).items():
            budgets.tune(name, tuned.budget)
            for timed in tuned.timed:
                forecast.costs[name].learn(timed.shape, timed.seconds, surely=True)
            if self._profiles[0] in self._infos[name].profiles:
                forecast.expect(name, 32)

    def _score_batch(self, group: BatchGroup, items: Sequence[Item]) -> list[Row | None]:
        """Run in a lane: a row for each item, None for NaN."""
        scores = self._backend.run(group.model, [item.wanted.payload for item in items])
        by_token = bool(self._infos[group.model].heads)
        sizes = [item.length if by_token else 1 for item in items]
        if len(scores) != sum(sizes):
            raise EngineError(f"{len(items)} windows came to {len(scores)} rows")
        rows = np.split(scores, np.cumsum(sizes)[:-1]) if by_token else scores
        finite = [bool(np.isfinite(row).all()) for row in rows]
        # The rows are copied, because a cached view would keep the whole batch in memory.
        return [row.copy() if good else None for row, good in zip(rows, finite, strict=True)]

    def _write(self, group: BatchGroup, items: Sequence[Item]) -> list[Row | None]:
        """Run in the generating lane."""
        return [
            self._backend.generate(
                group.model, item.wanted.payload, group.variant, partial(told, item)
            )
            for item in items
        ]
