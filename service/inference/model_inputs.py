"""Converts what a call gives to the inputs of a model, and counts them to the call."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from hashlib import blake2b
from typing import TypeVar

import numpy as np

from service.inference.backend import Backend
from service.inference.backends.tokenization import TokenPiece
from service.inference.batching.queue_items import BatchGroup, ModelInput
from service.inference.protocol import (
    Call,
    DeadlinePassed,
    EngineNotReady,
    ModelInfo,
    Segment,
    Window,
)
from service.inference.segments.tokenise import SegmentTokens

_INLINE = 2000  # below so many characters a switch of threads costs more than tokenising

T = TypeVar("T")


class ModelInputs:
    """Tokenises for a backend, long texts in `threads` of its own.

    The methods that do so raise `DeadlinePassed`, and `EngineNotReady` before `start` and after
    `stop`.
    """

    def __init__(self, backend: Backend, threads: int) -> None:
        self._backend = backend
        self._count = threads
        self._threads: ThreadPoolExecutor | None = None

    async def start(self, load: Callable[[], None]) -> None:
        """Start the threads, and load the models in one of them."""
        threads = ThreadPoolExecutor(self._count, thread_name_prefix="tokenise")
        try:
            await asyncio.get_running_loop().run_in_executor(threads, load)
        except BaseException:
            threads.shutdown(wait=False)
            raise
        self._threads = threads

    def stop(self) -> None:
        """Refuse new work, and end the threads when theirs is done."""
        if self._threads is not None:
            self._threads.shutdown(wait=False)
            self._threads = None

    async def of_windows(
        self, info: ModelInfo, windows: Sequence[Window], call: Call
    ) -> tuple[list[TokenPiece], list[ModelInput]]:
        """The pieces of windows, and each as an input."""

        def make() -> tuple[list[TokenPiece], list[ModelInput]]:
            pieces = self._backend.tokenise(info.name, windows)
            return pieces, _inputs(info, pieces)

        characters = sum(len(w.text) + len(w.target or "") for w in windows)
        pieces, wanted = await self._run(make, characters, call)
        call.windows += len(windows)
        call.tokens += sum(map(len, pieces))
        return pieces, wanted

    async def of_prompts(
        self,
        info: ModelInfo,
        texts: Sequence[str],
        words: int | None,
        max_tokens: int,
        call: Call,
    ) -> tuple[list[TokenPiece], list[ModelInput]]:
        """The pieces of texts for a model that generates at most `max_tokens` tokens for each."""

        def make() -> tuple[list[TokenPiece], list[ModelInput]]:
            pieces = self._backend.prompts(info.name, texts, words)
            return pieces, _inputs(info, pieces, max_tokens)

        pieces, wanted = await self._run(make, sum(map(len, texts)), call)
        call.windows += len(texts)
        call.tokens += sum(map(len, pieces))
        return pieces, wanted

    async def of_segments(
        self, info: ModelInfo, segments: Sequence[Segment], call: Call
    ) -> tuple[SegmentTokens, list[ModelInput]]:
        """The tokens of segments, and an input for each window of them."""

        def make() -> tuple[SegmentTokens, list[ModelInput]]:
            tokens = self._backend.tokenise_segments(info.name, segments)
            return tokens, _inputs(info, tokens.pieces)

        characters = sum(len(segment.text) for segment in segments)
        tokens, wanted = await self._run(make, characters, call)
        call.windows += len(wanted)
        call.tokens += sum(map(len, tokens.pieces))
        return tokens, wanted

    async def _run(self, make: Callable[[], T], characters: int, call: Call) -> T:
        if self._threads is None:
            raise EngineNotReady("the models are not loaded")
        began = time.monotonic()
        if call.deadline is not None and began >= call.deadline:
            raise DeadlinePassed(dict(call.seconds))
        if characters <= _INLINE:
            made = make()
        else:
            made = await asyncio.get_running_loop().run_in_executor(self._threads, make)
        call.spend("tokenise", time.monotonic() - began)
        return made


def _inputs(info: ModelInfo, pieces: Sequence[TokenPiece], variant: int = 0) -> list[ModelInput]:
    group = BatchGroup(info.name, variant)
    version = (group, info.version, info.precision)
    return [ModelInput(group, (version, _digest(p)), len(p), p) for p in pieces]


def _digest(piece: TokenPiece) -> bytes:
    """A key that is equal for pieces that are equal to the model."""
    ids = np.asarray(piece.ids, dtype=np.int32).tobytes()
    types = np.asarray(piece.type_ids, dtype=np.int32).tobytes()
    return blake2b(ids + types + bytes([piece.turned]), digest_size=16).digest()
