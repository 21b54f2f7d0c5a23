"""What models for tokens read and return: segments, heads, and the values of each token."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Spans = NDArray[np.int32]
"""Begin and end in code points, shape (n, 2)."""
TokenValues = NDArray[np.float32]
"""Outputs of all heads side by side, shape (tokens, columns)."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A sentence in one line. `opens_block` marks the first one of a block of the document."""

    text: str
    opens_block: bool = False


@dataclass(frozen=True, slots=True)
class TokenOutputs:
    """The tokens of a segment: their `spans` within its text, and the `values` of all heads.

    `spans` has the shape (n, 2) and counts code points, `values` has the shape (n, columns) and
    holds logits and vectors as the network computes them. Spans do not overlap, unless the
    tokenizer breaks one character into several tokens, which then have the same span.
    """

    spans: Spans
    values: TokenValues


@dataclass(frozen=True, slots=True)
class Head:
    """One of a model's linear maps on each token: of `size` columns, one a label if it has any."""

    name: str
    size: int
    labels: tuple[str, ...] = ()


def columns_of(heads: Sequence[Head], name: str) -> slice:
    """The columns of a head in `TokenOutputs.values`. Raises `KeyError` if it is not there."""
    begin = 0
    for head in heads:
        if head.name == name:
            return slice(begin, begin + head.size)
        begin += head.size
    raise KeyError(name)


def width_of(heads: Sequence[Head]) -> int:
    """The columns of all heads."""
    return sum(head.size for head in heads)
