"""An engine for background work, which does not delay requests."""

from __future__ import annotations

import asyncio
import math
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from functools import partial
from typing import TypeVar

import numpy as np

from service.inference.protocol import (
    Call,
    ClassScores,
    Embeddings,
    Engine,
    EngineOverloaded,
    Load,
    ModelInfo,
    Segment,
    TokenOutputs,
    Window,
    WritingListener,
)

SLICE = 8_000  # characters in one call of the engine
_CONTEXT = 400  # characters that a slice of segments has more on both sides
_CALM = 0.2  # fraction of the longest queue; background work waits while more is ahead
_LONGEST_WAIT = 15.0  # seconds of that wait, so that it also proceeds under steady load
_SHORTEST_PAUSE, _LONGEST_PAUSE = 0.05, 5.0

T = TypeVar("T")


class BackgroundEngine:
    """An `Engine` that passes on few slices of work at a time, and waits instead of failing.

    So the queue of the wrapped engine never holds much background work. This matters to requests,
    because the length of that queue decides about their admission.

    Args:
        engine: the wrapped engine.
        concurrency: the number of slices that the engine has at once.
        longest: seconds of work ahead at which the engine refuses requests.
    """

    def __init__(self, engine: Engine, concurrency: int, longest: float) -> None:
        self._engine = engine
        self._running = asyncio.Semaphore(concurrency)
        self._calm = _CALM * longest

    async def classify(
        self, task: str, windows: Sequence[Window], call: Call | None = None
    ) -> list[ClassScores]:
        """See `Engine.classify`."""
        found: list[ClassScores] = []
        for part in _slices([len(w.text) + len(w.target or "") for w in windows]):
            found += await self._run(self._engine.classify, task, windows[part], call)
        return found

    async def embed(self, texts: Sequence[str], call: Call | None = None) -> Embeddings:
        """See `Engine.embed`."""
        parts = list(_slices([len(text) for text in texts])) or [slice(0, 0)]
        found = [await self._run(self._engine.embed, texts[part], call) for part in parts]
        return np.concatenate(found)

    async def generate(
        self,
        texts: Sequence[str],
        max_tokens: int,
        call: Call | None = None,
        *,
        words: int | None = None,
        listener: WritingListener | None = None,
    ) -> list[str]:
        """See `Engine.generate`."""
        found: list[str] = []
        for number, text in enumerate(texts):
            told = partial(_renumbered, listener, number) if listener else None
            work = partial(self._engine.generate, words=words, listener=told)
            found += await self._run(work, [text], max_tokens, call)
        return found

    async def read(
        self, task: str, segments: Sequence[Segment], call: Call | None = None
    ) -> list[TokenOutputs]:
        """See `Engine.read`. A slice is read with the segments around it, whose outputs are left.

        So the outputs near its edges depend on the same text as without slices, or nearly.
        """
        found: list[TokenOutputs] = []
        sizes = [len(segment.text) for segment in segments]
        for part in _slices(sizes):
            wide = _widened(sizes, part)
            outputs = await self._run(self._engine.read, task, segments[wide], call)
            found += outputs[part.start - wide.start : part.stop - wide.start]
        return found

    def info(self, task: str, profile: str | None = None) -> ModelInfo:
        """See `Engine.info`."""
        return self._engine.info(task, profile)

    @property
    def profiles(self) -> tuple[str, ...]:
        """See `Engine.profiles`."""
        return self._engine.profiles

    @property
    def models(self) -> tuple[ModelInfo, ...]:
        """See `Engine.models`."""
        return self._engine.models

    @property
    def ready(self) -> bool:
        """See `Engine.ready`."""
        return self._engine.ready

    def predicted_wait(self, tokens: float = math.inf) -> float:
        """See `Engine.predicted_wait`."""
        return self._engine.predicted_wait(tokens)

    @property
    def speed(self) -> float:
        """See `Engine.speed`."""
        return self._engine.speed

    @property
    def quantum(self) -> float:
        """See `Engine.quantum`."""
        return self._engine.quantum

    @property
    def load(self) -> Load:
        """See `Engine.load`."""
        return self._engine.load

    async def start(self) -> None:
        """Do nothing: the owner of the wrapped engine starts it."""

    async def stop(self) -> None:
        """Do nothing: the owner of the wrapped engine stops it."""

    async def _run(self, work: Callable[..., Awaitable[T]], *arguments: object) -> T:
        while True:
            async with self._admitted():
                try:
                    return await work(*arguments)
                except EngineOverloaded as error:
                    pause = error.retry_after
            await asyncio.sleep(min(max(pause, _SHORTEST_PAUSE), _LONGEST_PAUSE))

    @asynccontextmanager
    async def _admitted(self) -> AsyncIterator[None]:
        async with self._running:
            until = asyncio.get_running_loop().time() + _LONGEST_WAIT
            while (ahead := self._engine.predicted_wait()) > self._calm:
                left = until - asyncio.get_running_loop().time()
                if left <= 0:
                    break
                await asyncio.sleep(min(max(ahead - self._calm, _SHORTEST_PAUSE), left))
            yield


def _renumbered(listener: WritingListener, number: int, index: int, tokens: int, text: str) -> None:
    """Tell a listener of one text of a call by its number among several calls' texts."""
    listener(number, tokens, text)


def _slices(sizes: Sequence[int]) -> Iterator[slice]:
    """Slices of inputs with at most `SLICE` characters in total, or with one longer input."""
    begin = total = 0
    for end, size in enumerate(sizes):
        if total and total + size > SLICE:
            yield slice(begin, end)
            begin, total = end, 0
        total += size
    if begin < len(sizes):
        yield slice(begin, len(sizes))


def _widened(sizes: Sequence[int], part: slice) -> slice:
    """The slice with up to `_CONTEXT` characters of whole inputs before and after it.

    Of a neighbour that is longer than this nothing is taken, so the work stays bounded.
    """
    begin, end = part.start, part.stop
    room = _CONTEXT
    while begin > 0 and sizes[begin - 1] <= room:
        begin -= 1
        room -= sizes[begin]
    room = _CONTEXT
    while end < len(sizes) and sizes[end] <= room:
        room -= sizes[end]
        end += 1
    return slice(begin, end)
