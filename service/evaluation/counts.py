"""Counts of what was found and missed, which add up over texts, and the figures of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

OURS = "ours"
Counts = Counter[str]


def total(parts: Iterable[Counts]) -> Counts:
    """The sum of all parts."""
    found: Counts = Counter()
    for part in parts:
        found.update(part)
    return found


def share(part: int, whole: int) -> float:
    """A part of a whole; 0 if the whole is empty."""
    return part / max(1, whole)


def f1(precision: float, recall: float) -> float:
    """The harmonic mean; 0 if both are 0."""
    return 2 * precision * recall / max(1e-9, precision + recall)
