"""Which windows run together. Pure scheduling: no torch, no clock.

On a CPU a batch pays only when its members are of like length, for padding costs as much
as text does. So windows are sorted by length and cut into batches under a padded budget.
"""

from __future__ import annotations

from collections.abc import Sequence

TOKEN_BUDGET = 2048


def plan(lengths: Sequence[int], budget: int = TOKEN_BUDGET) -> list[list[int]]:
    """Batches of indices into `lengths` (tokens), short windows first.

    Every index is in exactly one batch; `max(length) * size <= budget` for each batch of
    more than one window.
    """
    batches: list[list[int]] = []
    for index in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batches and lengths[index] * (len(batches[-1]) + 1) <= budget:
            batches[-1].append(index)
        else:
            batches.append([index])
    return batches
