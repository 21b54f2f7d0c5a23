"""Selects passages if a text has more than are scored."""

from __future__ import annotations

from collections.abc import Sequence


def most_relevant(relevance: Sequence[float], most: int) -> list[int]:
    """The indices of up to `most` passages, in order.

    Equally relevant passages are chosen evenly over the text.
    """
    order = sorted(range(len(relevance)), key=lambda i: (-relevance[i], _bits_reversed(i)))
    return sorted(order[:most])


def _bits_reversed(i: int) -> float:
    """The bits of `i` in reverse (van der Corput): early values cover the range evenly."""
    value, scale = 0.0, 0.5
    while i:
        value += scale * (i & 1)
        i >>= 1
        scale /= 2
    return value
