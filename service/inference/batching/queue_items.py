"""Items of the queue, the calls that wait for them, and batches of them."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Literal, NamedTuple

from service.inference.batching.cost_model import Shape
from service.inference.call_trace import BatchShare
from service.inference.protocol import FairShare, WritingListener

Row = Any
"""The result of one item: a row of scores, or a text."""

Ended = Literal["done", "failed", "cancelled", "expired", "stopped"]


class BatchGroup(NamedTuple):
    """The properties that all items of a batch share: the model, and what else must be equal."""

    model: str
    variant: int = 0


@dataclass(frozen=True, slots=True)
class ModelInput:
    """One model input that a call needs. Equal `key` means equal result."""

    group: BatchGroup
    key: Hashable
    length: int
    payload: Any


class ItemState(Enum):
    """The state of an item."""

    QUEUED = 0
    RUNNING = 1
    GONE = 2


@dataclass(slots=True, eq=False)
class Item:
    """One model input in the queue or in a lane.

    `waiters` are calls, each with the index of its row. `due` orders items of similar length, and
    is set at the submission. `seconds` is its cost in seconds of the whole machine.
    """

    wanted: ModelInput
    due: float
    order: int
    seconds: float
    state: ItemState = ItemState.QUEUED
    waiters: list[tuple[PendingCall, int]] = field(default_factory=list)

    @property
    def length(self) -> int:
        """Useful tokens."""
        return self.wanted.length


@dataclass(slots=True, eq=False)
class PendingCall:
    """One call of the engine. It ends exactly once, see `ended`.

    `handle` belongs to the waiting caller. `latest` is the time when it must start to meet its
    deadline. `waits` is the seconds of the whole machine that its waiting items take. `model` is
    the time in seconds in which at least one of its items ran, `queue` the rest of its life; both
    are final at the end. `shares` are its parts of each batch, None if they are not needed.
    `listener` is told, in the event loop, how far a text is that is generated.
    """

    fair_share: FairShare
    deadline: float | None = None
    bulk: bool = False
    latest: float | None = None
    waits: float = 0.0
    handle: Any = None
    rows: list[Row] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    left: int = 0
    running: int = 0
    began: float = 0.0
    model: float = 0.0
    queue: float = 0.0
    ended: Ended | None = None
    error: Exception | None = None
    shares: list[BatchShare] | None = None
    listener: WritingListener | None = None
    _since: float = 0.0
    _next: int = 0

    def first_queued(self) -> Item | None:
        """Its first waiting item, None if all items run or have run."""
        while self._next < len(self.items):
            item = self.items[self._next]
            if item.state is ItemState.QUEUED:
                return item
            self._next += 1
        return None

    def starts(self, now: float) -> None:
        """Note that one more of its items runs."""
        if not self.running:
            self._since = now
        self.running += 1

    def halts(self, now: float) -> None:
        """Note that one of its items runs no longer."""
        self.running -= 1
        if not self.running:
            self.model += now - self._since

    def close(self, how: Ended, now: float, error: Exception | None = None) -> None:
        """Set the outcome and the times."""
        if self.running:
            self.running = 0
            self.model += now - self._since
        self.ended, self.error = how, error
        self.queue = max(0.0, now - self.began - self.model)
        self.items.clear()


@dataclass(slots=True, eq=False)
class Batch:
    """Items of one group that run together."""

    group: BatchGroup
    items: list[Item]
    began: float
    predicted: float


def shape(items: Sequence[Item]) -> Shape:
    """The shape of items that run together."""
    return Shape(
        len(items),
        sum(item.length for item in items),
        max(item.length for item in items),
        sum(item.length**2 for item in items),
    )


def note_shares(items: Sequence[Item], tried: Shape, began: float, seconds: float) -> None:
    """Record the shares of calls in a batch that has run, for the calls that need them."""
    parts: dict[PendingCall, list[int]] = {}
    for item in items:
        for pending, _ in item.waiters:
            if pending.shares is not None:
                part = parts.setdefault(pending, [0, 0])
                part[0] += 1
                part[1] += item.length
    for pending, (windows, tokens) in parts.items():
        assert pending.shares is not None
        pending.shares.append(BatchShare(began, seconds, windows, tokens, tried.n, tried.tokens))
