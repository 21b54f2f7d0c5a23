"""Batches of a list that is known in whole, for training and evaluation."""

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
