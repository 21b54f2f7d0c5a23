"""The waiting items of one group in buckets by length."""

from __future__ import annotations

import heapq
from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterator

from service.inference.batching.cost_model import CostModel, Shape
from service.inference.batching.queue_items import Item, ItemState

FLOOR = 0.85  # the minimum share of useful work; at 0.75 the simulated waits are no shorter
NEAR = 0.95  # lengths within this ratio of the anchor's count as equal

Usable = Callable[[Item], bool]
_Entry = tuple[float, int, Item]


class LengthBuckets:
    """One heap by due time for each length. Cancelled items are removed lazily."""

    def __init__(self) -> None:
        self._heaps: dict[int, list[_Entry]] = {}
        self._lengths: list[int] = []
        self._entries = 0

    def add(self, item: Item) -> None:
        """Add an item. It is added again if its due time becomes earlier."""
        heap = self._heaps.get(item.length)
        if heap is None:
            heap = self._heaps[item.length] = []
            insort(self._lengths, item.length)
        heapq.heappush(heap, (item.due, item.order, item))
        self._entries += 1

    def tidy(self, queued: int) -> bool:
        """Remove cancelled items if they outnumber the `queued`. Whether anything is left."""
        if self._entries > 2 * queued + 256:
            for heap in self._heaps.values():
                heap[:] = [entry for entry in heap if _stands(entry)]
                heapq.heapify(heap)
            self._entries = sum(map(len, self._heaps.values()))
            self._drop_empty()
        return bool(self._lengths)

    def fill(
        self, anchor: Item, budget: float, most: int, cost: CostModel, usable: Usable
    ) -> list[Item]:
        """A batch with the anchor, of at most `budget` computed tokens.

        Items of nearly the anchor's length are added by due time, then items of more and more
        different lengths as long as `FLOOR` is kept, which only matters if few items wait. For a
        model that packs, all lengths count as equal. The items are marked as running.
        """
        batch = _Filling(anchor, budget, most, cost)
        first, last = 0, len(self._lengths)
        if cost.packing is None:
            first = bisect_left(self._lengths, NEAR * anchor.length)
            last = bisect_right(self._lengths, anchor.length / NEAR)
        heads = [
            (*head[:2], length)
            for length in self._lengths[first:last]
            if (head := self._head(length, usable))
        ]
        heapq.heapify(heads)
        while heads:
            length = heads[0][2]
            head = self._head(length, usable) if batch.takes(length) else None
            if head is None:
                heapq.heappop(heads)
                continue
            self._take(length, head, batch)
            following = self._head(length, usable)
            if following is None:
                heapq.heappop(heads)
            else:
                heapq.heapreplace(heads, (*following[:2], length))
        below, above = self._lengths[:first][::-1], self._lengths[last:]
        for length in _outwards(anchor.length, below, above, batch.takes):
            while batch.takes(length) and (head := self._head(length, usable)):
                self._take(length, head, batch)
        self._drop_empty()
        return batch.items

    def _take(self, length: int, head: _Entry, batch: _Filling) -> None:
        heapq.heappop(self._heaps[length])
        self._entries -= 1
        batch.add(head[2])

    def _head(self, length: int, usable: Usable) -> _Entry | None:
        """The earliest item of a length that is still wanted."""
        heap = self._heaps[length]
        while heap:
            entry = heap[0]
            if _stands(entry) and usable(entry[2]):
                return entry
            heapq.heappop(heap)
            self._entries -= 1
        return None

    def _drop_empty(self) -> None:
        for length in [n for n in self._lengths if not self._heaps[n]]:
            del self._heaps[length]
            self._lengths.remove(length)


def _stands(entry: _Entry) -> bool:
    """Whether the entry is valid: its item waits and has no entry with an earlier due time."""
    due, _, item = entry
    return item.state is ItemState.QUEUED and item.due == due


class _Filling:
    """A batch that is being filled."""

    def __init__(self, anchor: Item, budget: float, most: int, cost: CostModel) -> None:
        self.items: list[Item] = []
        self._budget, self._most, self._cost = budget, most, cost
        self._shape = Shape()
        self.add(anchor)

    def takes(self, length: int) -> bool:
        """Whether one more item of this length keeps the bounds."""
        shape = self._shape.grown(length)
        return (
            shape.n <= self._most
            and self._cost.computed(shape) <= self._budget
            and (self._cost.packing is not None or self._cost.useful(shape) >= FLOOR)
        )

    def add(self, item: Item) -> None:
        """Add an item and mark it as running."""
        item.state = ItemState.RUNNING
        self.items.append(item)
        self._shape = self._shape.grown(item.length)


def _outwards(
    length: int, below: list[int], above: list[int], takes: Callable[[int], bool]
) -> Iterator[int]:
    """Lengths from near to far. Each side ends at its first length that does not fit."""
    sides = [iter(below), iter(above)]
    heads = [next(side, None) for side in sides]
    while True:
        open_ = [(abs(h - length), i) for i, h in enumerate(heads) if h is not None]
        if not open_:
            return
        _, side = min(open_)
        head = heads[side]
        assert head is not None
        if takes(head):
            yield head
            heads[side] = next(sides[side], None)
        else:
            heads[side] = None
