"""Ordered labels and their positions between the low pole and the high one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

Positions = tuple[float, ...]


@lru_cache(maxsize=64)
def _positions(count: int) -> Positions:
    if count == 1:
        return (0.0,)
    return tuple(2.0 * place / (count - 1) - 1.0 for place in range(count))


def positions(labels: Sequence[str]) -> Positions:
    """The position of each label from -1 to 1, evenly spaced from the low pole to the high one."""
    return _positions(len(labels))


def neutral_of(labels: Sequence[str]) -> str:
    """The label in the middle; for an even number of labels the one below the middle."""
    return labels[(len(labels) - 1) // 2]


def is_neutral(labels: Sequence[str], label: str) -> bool:
    """Whether a label takes neither side. With an even number of labels there is no such label."""
    return len(labels) % 2 == 1 and label == neutral_of(labels)


def expected(row: Sequence[float]) -> float:
    """The expected position of a distribution over labels in order, from -1 to 1."""
    return sum(place * share for place, share in zip(_positions(len(row)), row, strict=True))


def flattened(row: Sequence[float], temperature: float) -> Sequence[float]:
    """The probabilities with their logarithms divided by `temperature`, summing to 1 again."""
    if temperature == 1.0:
        return row
    powers = [p ** (1.0 / temperature) for p in row]
    whole = sum(powers)
    return [power / whole for power in powers]
