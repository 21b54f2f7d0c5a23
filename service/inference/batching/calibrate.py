"""Times a few batches of each model, through the `Backend` protocol alone.

Each shape runs in as many threads as there are lanes, because lanes share caches and memory.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from service.inference.backend import Backend
from service.inference.backends.tokenization import TokenPiece
from service.inference.batching.cost_model import Shape, even
from service.inference.protocol import OutOfMemory, Window

SECONDS = 2.0  # for all models together
BUDGETS = (512, 1024, 2048, 4096)  # batches below the first size show the fixed cost of a batch
_TYPICAL = 32  # tokens of a sentence of news
_ENOUGH = 0.95  # of the best speed
_GAIN = 1.03  # the gain of a doubled batch that is needed to try a larger one
_WORDS = "the council voted on Monday to close the harbour road to cars and buses "


@dataclass(frozen=True, slots=True)
class TimedBatch:
    """A batch and its seconds while every lane ran one."""

    shape: Shape
    seconds: float

    @property
    def speed(self) -> float:
        """Tokens a second of one lane."""
        return self.shape.tokens / self.seconds


@dataclass(frozen=True, slots=True)
class Tuned:
    """The best budget of a model in padded tokens, and all its measurements."""

    budget: int
    timed: tuple[TimedBatch, ...]


def warm_up(
    backend: Backend, models: Sequence[str], lanes: int, seconds: float = SECONDS
) -> dict[str, Tuned]:
    """Runs every model at least once and tunes its budget, in about `seconds` in total."""
    found = {}
    end = time.monotonic() + seconds
    with ThreadPoolExecutor(lanes, thread_name_prefix="warm-up") as pool:
        for index, model in enumerate(models):
            left = end - time.monotonic()
            trial = Trial(backend, pool, lanes, model, left / (len(models) - index))
            found[model] = trial.run()
    return found


class Trial:
    """The measurements of one model, from small shapes to large ones."""

    def __init__(
        self, backend: Backend, pool: ThreadPoolExecutor, lanes: int, model: str, seconds: float
    ) -> None:
        self._backend, self._pool, self._lanes, self._model = backend, pool, lanes, model
        self._end = time.monotonic() + seconds
        self._piece = _longest(backend, model)
        self._timed: list[TimedBatch] = []

    def run(self) -> Tuned:
        """The smallest budget within 5% of the best speed.

        On a CPU larger batches soon gain nothing and increase every wait. The search ends early
        if the time is over, memory runs out, or a doubled batch is no faster.
        """
        short = min(_TYPICAL, len(self._piece))
        self._time(1, short)
        ladder: list[TimedBatch] = []
        for budget in BUDGETS:
            timed = self._time(budget // short, short)
            if timed is None:
                break
            ladder.append(timed)
            if len(ladder) > 1 and timed.speed < _GAIN * ladder[-2].speed:
                break
        for length in (4 * short, len(self._piece)):
            self._time(max(1, BUDGETS[0] // length), length)
        return Tuned(best_budget(ladder), tuple(self._timed))

    def _time(self, n: int, length: int) -> TimedBatch | None:
        """The better of two runs, None if it did not run. The very first one always runs."""
        length = min(length, len(self._piece))
        if self._timed:
            expected = 2 * n * length / self._timed[-1].speed
            if time.monotonic() + expected > self._end:
                return None
        piece = replace(
            self._piece, ids=self._piece.ids[:length], type_ids=self._piece.type_ids[:length]
        )
        try:
            took = min(self._once([piece] * n) for _ in range(2))
        except (OutOfMemory, MemoryError):
            return None
        timed = TimedBatch(even(n, length), max(took, 1e-6))
        self._timed.append(timed)
        return timed

    def _once(self, batch: Sequence[TokenPiece]) -> float:
        """Mean seconds of a run, over all lanes at once."""

        def run(_: int) -> float:
            began = time.monotonic()
            self._backend.run(self._model, batch)
            return time.monotonic() - began

        return sum(self._pool.map(run, range(self._lanes))) / self._lanes


def best_budget(ladder: Sequence[TimedBatch]) -> int:
    """Padded tokens of the smallest batch within 5% of the best speed."""
    best = max((timed.speed for timed in ladder), default=0.0)
    return next((t.shape.tokens for t in ladder if t.speed >= _ENOUGH * best), BUDGETS[0])


def _longest(backend: Backend, model: str) -> TokenPiece:
    """A piece that fills the model, or nearly."""
    info = backend.infos()[model]
    target = "harbour road" if info.pair == "required" else None
    window = Window(_WORDS * (1 + info.max_tokens // 8), target)
    return max(backend.tokenise(model, [window]), key=len)
