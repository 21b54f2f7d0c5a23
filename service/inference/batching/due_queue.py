"""The pending calls of a scheduler, in the order in which their next items are due."""

from __future__ import annotations

import heapq

from service.inference.batching import fair_queue
from service.inference.batching.length_buckets import Usable
from service.inference.batching.queue_items import Item, PendingCall


class DueQueue:
    """A heap with lazy updates, which are possible because a call's due time only gets later."""

    def __init__(self) -> None:
        self._heap: list[tuple[float, int, PendingCall]] = []
        self._order = 0  # the tie-breaker of calls that are due at the same time

    def __len__(self) -> int:
        return len(self._heap)

    def push(self, pending: PendingCall) -> None:
        """Add a call that waits for its own items."""
        self._order += 1
        heapq.heappush(self._heap, (fair_queue.due(pending), self._order, pending))

    def first(self, usable: Usable) -> Item | None:
        """The next item of the call that is due first, or None if nothing waits."""
        while self._heap:
            due, order, pending = self._heap[0]
            item = pending.first_queued()
            if item is None:
                heapq.heappop(self._heap)
            elif (now_due := fair_queue.due(pending)) > due:  # it has received work since then
                heapq.heapreplace(self._heap, (now_due, order, pending))
            elif usable(item):
                return item
        return None

    def forget_ended(self, pending_calls: int) -> None:
        """Drop calls that have ended, once they outnumber the `pending_calls` that have not."""
        if len(self._heap) > 2 * pending_calls + 256:
            self._heap = [entry for entry in self._heap if entry[2].ended is None]
            heapq.heapify(self._heap)
