"""Which tokens of consecutive segments a network reads together, and whose values count.

Everything here is arithmetic on token numbers, which count through all segments.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from service.inference.token_outputs import TokenValues

Starts = NDArray[np.int64]
"""The first token of each segment, and the number of all tokens; shape (segments + 1,)."""


class TokenRange(NamedTuple):
    """Tokens from `begin` to before `end`."""

    begin: int
    end: int


def windows_of(starts: Starts, room: int, context: int) -> list[TokenRange]:
    """Windows of at most `room` tokens that cover all tokens, in order.

    Each is filled with as many whole segments as it has room for. It begins with whole segments
    before them of at most `context` tokens, if there is room for those as well. A segment longer
    than `room` is cut, with an overlap of `context` tokens. `context` is at most half of `room`, so
    the windows together have at most about four times as many tokens as the segments.
    """
    total = int(starts[-1])
    found: list[TokenRange] = []
    done = 0
    while done < total:
        begin = _begin(starts, done, room, context)
        # The last segment that ends within the window; `done` if not even one does.
        end = int(starts[np.searchsorted(starts, begin + room, "right") - 1])
        if end <= done:
            end = begin + room
        found.append(TokenRange(begin, end))
        done = end
    return found


def _begin(starts: Starts, done: int, room: int, context: int) -> int:
    """Where a window begins whose first new token is `done`."""
    at = int(np.searchsorted(starts, done, "right")) - 1  # the segment of that token
    own, after = int(starts[at]), int(starts[at + 1])
    if own < done:  # the segment was cut here
        return max(own, done - context)
    least = max(done - context, min(done, after - room))
    return int(starts[np.searchsorted(starts, least, "left")])


def merged(windows: Sequence[TokenRange], rows: Sequence[TokenValues]) -> TokenValues:
    """The values of all tokens, shape (tokens, columns), from those of each window.

    A token in several windows has its values from the one in which it is farthest from an edge,
    the first of them if it is equally far. The beginning of the first window and the end of the
    last one are no edges, because nothing is missing there.
    """
    total = windows[-1].end
    values = np.zeros((total, rows[0].shape[1]), dtype=np.float32)
    farthest = np.full(total, -1, dtype=np.int64)
    for (begin, end), row in zip(windows, rows, strict=True):
        distance = _distances(end - begin, first=begin == 0, last=end == total)
        better = distance > farthest[begin:end]
        values[begin:end][better] = row[better]
        farthest[begin:end][better] = distance[better]
    return values


def _distances(count: int, *, first: bool, last: bool) -> NDArray[np.int64]:
    """How far each token of a window is from its nearest edge."""
    from_begin = np.arange(count)
    to_end = from_begin[::-1]
    if first and last:
        return np.maximum(from_begin, to_end)
    if first:
        return to_end
    return from_begin if last else np.minimum(from_begin, to_end)
