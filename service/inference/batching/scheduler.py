"""The queue of one kind of lane: takes calls, composes batches and hands out their results.

Single-flight: equal items that wait or run are one. A batch is composed late, when a lane asks for
one, from what waits at that moment. Its anchor is the next item of the call that is due first (see
`fair_queue`), and `LengthBuckets.fill` chooses the items that run with it.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Hashable, Sequence

from service.inference.batching import fair_queue
from service.inference.batching.admission import admit
from service.inference.batching.due_queue import DueQueue
from service.inference.batching.length_buckets import LengthBuckets
from service.inference.batching.load_estimate import LoadEstimate
from service.inference.batching.queue_items import (
    Batch,
    BatchGroup,
    Ended,
    Item,
    ItemState,
    ModelInput,
    PendingCall,
    Row,
    note_shares,
    shape,
)
from service.inference.batching.queued_work import QueuedWork
from service.inference.batching.score_cache import ScoreCache
from service.inference.batching.token_budgets import Budgets
from service.inference.events import Cached, Dropped, EngineEvents, Failed
from service.inference.protocol import EngineError


class Scheduler:
    """Not thread-safe: whoever calls it holds one lock. `now` never goes back.

    Args:
        lanes: how many lanes ask for batches; see `alive`.
        budget: padded tokens of a batch until `budgets` knows better.
        most: items of a batch.
        cache: finished rows, None for none.
        max_wait: seconds of predicted wait above which new requests are refused.
        events: is called with each event once.

    Calls that have ended gather in `finished` until the caller takes them from there.
    """

    def __init__(
        self,
        *,
        lanes: int = 1,
        budget: int = 1024,
        most: int = 512,
        cache: ScoreCache | None = None,
        max_wait: float = 60.0,
        events: EngineEvents | None = None,
    ) -> None:
        self.alive = lanes
        self.finished: list[PendingCall] = []
        self.budgets = Budgets(budget)
        self.forecast = LoadEstimate(self.budgets)
        self._most, self._max_wait = most, max_wait
        self._cache = ScoreCache(0) if cache is None else cache
        self._events: EngineEvents = events or EngineEvents()
        self._flights: dict[Hashable, Item] = {}
        self._pending_calls: dict[PendingCall, None] = {}
        self._queued = QueuedWork()
        self._buckets: dict[BatchGroup, LengthBuckets] = defaultdict(LengthBuckets)
        self._due = DueQueue()
        self._order = 0  # of items, which decides between those that are due at one time

    def submit(self, pending: PendingCall, wanted: Sequence[ModelInput], now: float) -> None:
        """Queue what is neither finished nor in flight. Raises `EngineOverloaded`.

        A request whose earlier steps were admitted is not refused any more. The call may have
        ended when this returns.
        """
        rows = [self._cache.get(w.key) for w in wanted]
        open_slots = [i for i, row in enumerate(rows) if row is None]
        missing = self._missing([wanted[i] for i in open_slots])
        if missing and pending.fair_share.came is None:
            self._admit(pending, sum(missing.values()), now)
        pending.began, pending.rows = now, rows
        self._pending_calls[pending] = None
        fair_queue.enter(pending, sum(missing.values()), now)
        ahead, joined = 0.0, 0
        for slot in open_slots:
            w = wanted[slot]
            item = self._flights.get(w.key)
            if item is None:
                item = self._queue(w, fair_queue.due(pending, ahead), missing[w.key])
                ahead += item.seconds
                pending.waits += item.seconds
            else:
                joined += 1
                self._join(item, pending, ahead, now)
            item.waiters.append((pending, slot))
            pending.items.append(item)
        pending.left = len(pending.items)
        self._queued.enter(pending)
        self._report(len(wanted) - pending.left, joined, len(missing))
        if pending.left:
            self._due.push(pending)
        else:
            self._end(pending, "done", now)

    def abandon(self, pending: PendingCall, how: Dropped, now: float) -> None:
        """Give up what the call still waits for, unless another call waits for it, too."""
        self._end(pending, how, now)

    def abandon_all(self, error: Exception, now: float) -> None:
        """End every call, as no lane will serve it."""
        for pending in list(self._pending_calls):
            self._end(pending, "stopped", now, error)

    def _queue(self, wanted: ModelInput, due: float, seconds: float) -> Item:
        self._order += 1
        item = self._flights[wanted.key] = Item(wanted, due, self._order, seconds)
        self._queued.add(seconds)
        self.forecast.enters(wanted.group.model, wanted.length)
        self._buckets[wanted.group].add(item)
        return item

    def _missing(self, wanted: Sequence[ModelInput]) -> dict[Hashable, float]:
        """Seconds of the whole machine for each input that is not in flight, by its key."""
        return {
            w.key: self.forecast.marginal(w.group.model, w.length) / max(1, self.alive)
            for w in wanted
            if w.key not in self._flights
        }

    def _admit(self, pending: PendingCall, own: float, now: float) -> None:
        """Raises `EngineOverloaded` where `own` seconds more would wait for too long."""
        wait = self.wait(now, own) if self.forecast.waiting() else 0.0
        left = None if pending.deadline is None else pending.deadline - now
        admit(wait=wait, own=own, left=left, limit=self._max_wait)

    def _join(self, item: Item, pending: PendingCall, ahead: float, now: float) -> None:
        """Wait for an item that another call has queued already."""
        if item.state is ItemState.RUNNING:
            pending.starts(now)
        else:
            self._hasten(item, fair_queue.due(pending, ahead))

    def _hasten(self, item: Item, due: float) -> None:
        """Make an item that waits already due as early as a second call needs it."""
        if due < item.due:
            item.due = due
            self._buckets[item.wanted.group].add(item)

    def _report(self, hits: int, joined: int, misses: int) -> None:
        outcomes: tuple[tuple[Cached, int], ...]
        outcomes = (("hit", hits), ("joined", joined), ("miss", misses))
        for outcome, windows in outcomes:
            if windows:
                self._events.cache(outcome, windows)

    def compose(self, now: float, idle: int = 1) -> Batch | None:
        """The next batch for a lane that is free, of `idle` in all; None when nothing waits."""

        def usable(item: Item) -> bool:
            self._expire(item, now)
            return item.state is ItemState.QUEUED

        anchor = self._due.first(usable)
        if anchor is None:
            self._tidy()
            return None
        group = anchor.wanted.group
        room = self._room(anchor, now, idle)
        cost = self.forecast.costs[group.model]
        items = self._buckets[group].fill(anchor, room, self._most, cost, usable)
        batch = Batch(group, items, now, cost.predict(shape(items)))
        self.forecast.starts(batch)
        for item in items:
            fair_queue.charge(item.waiters[0][0], item.seconds)
            self._queued.remove(item.seconds)
            for pending, _ in item.waiters:
                pending.starts(now)
        self._tidy()
        return batch

    def ran(
        self,
        batch: Batch,
        items: Sequence[Item],
        rows: Sequence[Row | None],
        took: float,
        now: float,
    ) -> None:
        """Some of a batch's items ran together and came to `rows`; None is not a number."""
        model = batch.group.model
        cost, tried = self.forecast.costs[model], shape(items)
        self._events.batch(
            model,
            windows=tried.n,
            tokens=tried.tokens,
            padded=round(tried.tokens / cost.useful(tried)),
            seconds=took,
            predicted=cost.predict(tried),
        )
        self.forecast.learn(model, items, took)
        self.budgets.went_well(model)
        note_shares(items, tried, now - took, took)
        for item, row in zip(items, rows, strict=True):
            if row is None:
                error = EngineError(f"the model {model} returned scores that are not numbers")
                self.failed(batch, [item], error, "not_a_number", now)
                continue
            self._cache.put(item.wanted.key, row)
            for pending, index in self._finish(item, now):
                pending.rows[index] = row
                pending.left -= 1
                if not pending.left:
                    self._end(pending, "done", now)

    def failed(
        self, batch: Batch, items: Sequence[Item], error: Exception, reason: Failed, now: float
    ) -> None:
        """Some items of a batch failed; the calls that wait for them fail, too."""
        self._events.failed(batch.group.model, reason, len(items))
        for item in items:
            for pending, _ in self._finish(item, now):
                self._end(pending, "failed", now, error)

    def leaves(self, batch: Batch) -> None:
        """The lane is done with a batch."""
        self.forecast.ends(batch)

    def lost(self, batch: Batch, error: Exception, now: float) -> None:
        """The lane died with a batch: what had not run fails."""
        self.leaves(batch)
        rest = [item for item in batch.items if item.state is ItemState.RUNNING]
        if rest:
            self.failed(batch, rest, error, "lane", now)

    def wait(self, now: float, own: float = math.inf) -> float:
        """Predicted seconds until all is done that waits or runs.

        With `own`, only of what would go before the end of a new call whose work takes so many
        seconds of the whole machine.
        """
        return self.forecast.seconds(now, self._queued.share_before(now, own)) / max(1, self.alive)

    @property
    def idle(self) -> bool:
        """Whether every call has ended."""
        return not self._pending_calls

    def oldest(self, now: float) -> float:
        """Age in seconds of the oldest call of which something waits."""
        return next((now - t.began for t in self._pending_calls if t.left > t.running), 0.0)

    def _room(self, anchor: Item, now: float, idle: int) -> float:
        """Padded tokens: so many that no idle lane stays idle and the anchor meets its time."""
        group = anchor.wanted.group
        room = float(self.budgets.of(group.model))
        if idle > 1:
            room = min(room, self.forecast.waiting() / idle)
        deadlines = [t.deadline for t, _ in anchor.waiters if t.deadline is not None]
        if deadlines:
            cost = self.forecast.costs[group.model]
            room = min(room, cost.longest(min(deadlines) - now, anchor.length))
        return room

    def _expire(self, item: Item, now: float) -> None:
        for pending, _ in list(item.waiters):
            if pending.deadline is not None and pending.deadline <= now:
                self._end(pending, "expired", now)

    def _finish(self, item: Item, now: float) -> list[tuple[PendingCall, int]]:
        """Those who wait for an item that has run."""
        waiters = item.waiters
        item.state, item.waiters = ItemState.GONE, []
        self._flights.pop(item.wanted.key, None)
        for pending, _ in waiters:
            pending.halts(now)
        return waiters

    def _end(
        self, pending: PendingCall, how: Ended, now: float, error: Exception | None = None
    ) -> None:
        if pending.ended is not None:
            return
        dropped = 0
        for item in pending.items if how != "done" else ():
            item.waiters = [waiter for waiter in item.waiters if waiter[0] is not pending]
            if item.state is ItemState.QUEUED and not item.waiters:
                item.state = ItemState.GONE
                del self._flights[item.wanted.key]
                self._queued.remove(item.seconds)
                self.forecast.leaves(item.wanted.group.model, item.length)
                dropped += 1
        pending.close(how, now, error)
        del self._pending_calls[pending]
        self._queued.leave(pending, last=not self._pending_calls)
        self.finished.append(pending)
        if dropped:
            # Nobody waits for the rest of a call that failed, so that it counts as cancelled.
            reason: Dropped = how if how == "expired" or how == "stopped" else "cancelled"
            self._events.dropped(reason, dropped)

    def _tidy(self) -> None:
        """Forget calls and items that were given up, once they outnumber the others."""
        self._due.forget_ended(len(self._pending_calls))
        queued = self.forecast.waiting_windows()
        for group in [g for g, buckets in self._buckets.items() if not buckets.tidy(queued)]:
            del self._buckets[group]
