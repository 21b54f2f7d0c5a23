"""The shortest windows of a sentence that hold all of several words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence, Set


def shortest_windows(
    hits: Sequence[tuple[int, Set[str]]], wanted: Set[str], spread: int
) -> list[tuple[int, int]]:
    """First and last index into `hits` of windows that hold all that is `wanted`.

    `hits` are positions in order, each with what stands there. No window holds a shorter one,
    none spans more than `spread` places, and none overlaps another: the shortest comes first.
    """
    minimal = []
    count: Counter[str] = Counter()
    begin = 0
    for end, (_, found) in enumerate(hits):
        count.update(found)
        shrunk = False
        while begin <= end and all(count[want] for want in wanted):
            shrunk = True
            count.subtract(hits[begin][1])
            begin += 1
        if shrunk:
            minimal.append((begin - 1, end))
    minimal.sort(key=lambda window: (hits[window[1]][0] - hits[window[0]][0], window))
    kept: list[tuple[int, int]] = []
    taken: set[int] = set()
    for begin, end in minimal:
        near = hits[end][0] - hits[begin][0] <= spread
        if near and taken.isdisjoint(range(begin, end + 1)):
            taken.update(range(begin, end + 1))
            kept.append((begin, end))
    return sorted(kept)
