"""A simulated machine: lanes that take a scheduler's batches, on a virtual clock."""

from __future__ import annotations

import heapq
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

from service.inference.batching.cost_model import Shape, even
from service.inference.batching.queue_items import Batch, BatchGroup, ModelInput, PendingCall, shape
from service.inference.batching.scheduler import Scheduler
from service.inference.protocol import EngineOverloaded, FairShare

MODEL = BatchGroup("m")


def rows(tokens: int) -> int:
    """Rows that a packing model computes for so many tokens."""
    return -(-tokens // 16) * 16


def truth(ran: Shape, packed: bool = False) -> float:
    """Seconds that the simulated lane takes for a batch."""
    if packed:
        return 0.004 + 1e-4 * rows(ran.tokens) + 2e-7 * ran.squares
    return 0.004 + 1e-4 * ran.n * ran.longest + 2e-7 * ran.n * ran.longest**2


def news_lengths(rng: random.Random, count: int, long: float = 0.0) -> list[int]:
    """Tokens of news sentences (log-normal: median 32, mean 35), a part of full windows."""
    return [
        256 if rng.random() < long else min(256, max(6, round(rng.lognormvariate(3.45, 0.45))))
        for _ in range(count)
    ]


@dataclass
class Machine:
    """Runs what arrives until nothing is left; keeps every batch.

    `slower` multiplies the true cost, unknown to the scheduler.
    """

    scheduler: Scheduler
    lanes: int = 1
    slower: float = 1.0
    now: float = 0.0
    batches: list[Batch] = field(default_factory=list)
    ended: list[PendingCall] = field(default_factory=list)
    refused: list[PendingCall] = field(default_factory=list)
    packed: bool = False
    on_batch: Callable[[Batch], None] = lambda _: None
    _events: list[tuple[float, int, Callable[[], None]]] = field(default_factory=list)
    _order: int = 0
    _free: int = -1

    def at(self, time: float, event: Callable[[], None]) -> None:
        """Have something happen."""
        self._order += 1
        heapq.heappush(self._events, (time, self._order, event))

    def submit(
        self, time: float, wanted: Sequence[ModelInput], pending: PendingCall | None = None
    ) -> PendingCall:
        """Have a ticket arrive."""
        made = pending or PendingCall(FairShare())

        def arrive() -> None:
            try:
                self.scheduler.submit(made, wanted, self.now)
            except EngineOverloaded:
                self.refused.append(made)

        self.at(time, arrive)
        return made

    def cancel(self, time: float, pending: PendingCall) -> None:
        """Have a ticket given up."""

        def leave() -> None:
            if pending.ended is None and pending.rows:
                self.scheduler.abandon(pending, "cancelled", self.now)

        self.at(time, leave)

    def run(self) -> None:
        """To the end of all events."""
        if self._free < 0:
            self._free = self.lanes
        while self._events:
            self.now, _, event = heapq.heappop(self._events)
            event()
            if not (self._events and self._events[0][0] == self.now):
                self._fill_lanes()
            self.ended += self.scheduler.finished
            self.scheduler.finished = []

    def _fill_lanes(self) -> None:
        while self._free and (batch := self.scheduler.compose(self.now, self._free)):
            self._free -= 1
            self.batches.append(batch)
            self.on_batch(batch)
            took = self.slower * truth(shape(batch.items), self.packed)
            self.at(self.now + took, partial(self._end, batch, took))

    def _end(self, batch: Batch, took: float) -> None:
        self._free += 1
        rows = [item.wanted.key for item in batch.items]
        self.scheduler.ran(batch, batch.items, rows, took, self.now)
        self.scheduler.leaves(batch)

    @property
    def useful(self) -> float:
        """Useful tokens of all that padding made of them, over the whole run."""
        shapes = [shape(batch.items) for batch in self.batches]
        return sum(s.tokens for s in shapes) / sum(s.n * s.longest for s in shapes)


def taught(scheduler: Scheduler) -> Scheduler:
    """A scheduler that has been warmed up on the model."""
    cost = scheduler.forecast.costs[MODEL.model]
    for n, length in ((1, 32), (8, 32), (16, 32), (32, 32), (4, 128), (2, 256)):
        cost.learn(even(n, length), truth(even(n, length), cost.packing is not None), surely=True)
    return scheduler


def inputs(
    lengths: Iterable[int], group: BatchGroup = MODEL, key: object = None
) -> list[ModelInput]:
    """Inputs of these lengths; all different, unless `key` is shared."""
    return [ModelInput(group, (key or object(), i), n, None) for i, n in enumerate(lengths)]


def poisson(rng: random.Random, rate: float) -> Iterator[float]:
    """Times of arrival."""
    time = 0.0
    while True:
        time += rng.expovariate(rate)
        yield time
