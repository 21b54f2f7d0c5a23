"""The scheduler of one kind of lane: accepts calls, composes batches and distributes results.

Equal items that wait or run are computed once (single flight). A batch is composed as late as
possible, when a lane asks for one, from the items that wait at that moment. Its anchor is the next
item of the call that is due first (see `fair_queue`), and `LengthBuckets.fill` chooses the items
that run with it.
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
    """It is not thread-safe: every caller must hold the same lock. `now` must not decrease.

    Args:
        lanes: the number of lanes that ask for batches; see `alive`.
        budget: padded tokens of a batch until `budgets` has a measured number.
        most: the maximum number of items in a batch.
        cache: finished rows, None for no cache.
        max_wait: seconds of predicted wait above which new requests are refused.
        stoppable: whether a running item ends early once no call waits for it, so that no new call
            may join it then.
        events: called once for each event.

    Calls that have ended are in `finished` until the caller removes them.
    """

    def __init__(
        self,
        *,
        lanes: int = 1,
        budget: int = 1024,
        most: int = 512,
        cache: ScoreCache | None = None,
        max_wait: float = 60.0,
        stoppable: bool = False,
        events: EngineEvents | None = None,
    ) -> None:
        self.alive = lanes
        self.finished: list[PendingCall] = []
        self.budgets = Budgets(budget)
        self.forecast = LoadEstimate(self.budgets)
        self._most, self._max_wait, self._stoppable = most, max_wait, stoppable
        self._cache = ScoreCache(0) if cache is None else cache
        self._events: EngineEvents = events or EngineEvents()
        self._flights: dict[Hashable, Item] = {}
        self._pending_calls: dict[PendingCall, None] = {}
        self._queued = QueuedWork()
        self._buckets: dict[BatchGroup, LengthBuckets] = defaultdict(LengthBuckets)
        self._due = DueQueue()
        self._order = 0  # the tie-breaker of items that are due at the same time

    def submit(self, pending: PendingCall, wanted: Sequence[ModelInput], now: float) -> None:
        """Queue the inputs that are neither cached nor in flight. Raises `EngineOverloaded`.

        A request is not refused after one of its earlier steps was admitted. The call may have
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
        """Cancel the items that the call waits for, except those that other calls wait for."""
        self._end(pending, how, now)

    def abandon_all(self, error: Exception, now: float) -> None:
        """End every call with an error, because no lane will serve it."""
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
        """Raises `EngineOverloaded` if `own` more seconds of work would wait for too long."""
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
        """Make a waiting item due as early as a second call needs it."""
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
        """The next batch for one of `idle` free lanes; None if nothing waits."""

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
        """Note the `rows` of items of a batch that ran together; None stands for NaN."""
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
        """Note that items of a batch failed. The calls that wait for them fail, too."""
        self._events.failed(batch.group.model, reason, len(items))
        for item in items:
            for pending, _ in self._finish(item, now):
                self._end(pending, "failed", now, error)

    def stopped(self, items: Sequence[Item], now: float) -> None:
        """Note that items ended early, because no call waits for them any more."""
        self._events.dropped("cancelled", len(items))
        for item in items:
            self._finish(item, now)

    def leaves(self, batch: Batch) -> None:
        """Note that the lane has finished a batch."""
        self.forecast.ends(batch)

    def lost(self, batch: Batch, error: Exception, now: float) -> None:
        """Note that the lane died during a batch. The items that had not run fail."""
        self.leaves(batch)
        rest = [item for item in batch.items if item.state is ItemState.RUNNING]
        if rest:
            self.failed(batch, rest, error, "lane", now)

    def wait(self, now: float, own: float = math.inf) -> float:
        """Predicted seconds until all waiting and running work is done.

        With `own`, only work counts that would run before the end of a new call, whose work takes
        so many seconds of the whole machine.
        """
        return self.forecast.seconds(now, self._queued.share_before(now, own)) / max(1, self.alive)

    @property
    def idle(self) -> bool:
        """Whether every call has ended."""
        return not self._pending_calls

    def oldest(self, now: float) -> float:
        """Age in seconds of the oldest call with a waiting item."""
        return next((now - t.began for t in self._pending_calls if t.left > t.running), 0.0)

    def _room(self, anchor: Item, now: float, idle: int) -> float:
        """Padded tokens of a batch, so that idle lanes get work and the anchor is in time."""
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
        """Give the row of an item that has run to the calls that wait for it."""
        waiters = item.waiters
        item.state, item.waiters = ItemState.GONE, []
        self._land(item)
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
            if not item.waiters:
                dropped += self._forsake(item)
        pending.close(how, now, error)
        del self._pending_calls[pending]
        self._queued.leave(pending, last=not self._pending_calls)
        self.finished.append(pending)
        if dropped:
            # No caller waits for the rest of a failed call, so it counts as cancelled.
            reason: Dropped = how if how == "expired" or how == "stopped" else "cancelled"
            self._events.dropped(reason, dropped)

    def _forsake(self, item: Item) -> bool:
        """Note that no call waits for an item. Whether it is dropped before it has run."""
        if item.state is ItemState.RUNNING and self._stoppable:
            self._land(item)
        if item.state is not ItemState.QUEUED:
            return False
        item.state = ItemState.GONE
        self._land(item)
        self._queued.remove(item.seconds)
        self.forecast.leaves(item.wanted.group.model, item.length)
        return True

    def _land(self, item: Item) -> None:
        """No new call may join an item."""
        if self._flights.get(item.wanted.key) is item:
            del self._flights[item.wanted.key]

    def _tidy(self) -> None:
        """Remove cancelled calls and items once they outnumber the others."""
        self._due.forget_ended(len(self._pending_calls))
        queued = self.forecast.waiting_windows()
        for group in [g for g, buckets in self._buckets.items() if not buckets.tidy(queued)]:
            del self._buckets[group]
