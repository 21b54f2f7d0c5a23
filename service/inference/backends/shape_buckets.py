"""Chooses the shapes that a batch is computed in from a small set.

oneDNN compiles a kernel for each new shape, which takes milliseconds and keeps half a megabyte. So
rows are computed in blocks of a few sizes, and attention in groups of a few shapes.
"""

from __future__ import annotations

from collections.abc import Sequence

Group = list[int]
"""First sequence, number, number with filler, padded length, first token, end of tokens."""

_ROWS = (8, 16, 24, 32, 40, 48, 64, 80, 96, 112, 128, 160, 192, 224, 256)
_COUNTS = (1, 2, 4, 8, 16, 32)
_GROUP_TOKENS = 512
_SHORT = 64  # up to this length another group would cost more time than it saves


def blocks(rows: int) -> list[int]:
    """Sizes of row blocks, whose sum is `rows` plus a little filler."""
    whole, rest = divmod(rows, _ROWS[-1])
    made = [_ROWS[-1]] * whole
    return [*made, next(size for size in _ROWS if size >= rest)] if rest else made


def filled(rows: int) -> int:
    """`rows` with the filler that `blocks` adds."""
    return sum(blocks(rows))


def padded(length: int) -> int:
    """The padded length of a sequence in attention, which is at least `length`."""
    step = 16 if length <= 128 else 32
    return -(-length // step) * step


def groups(lengths: Sequence[int]) -> list[Group]:
    """Groups of sequences whose lengths are given in falling order.

    All short sequences form groups together, the last one with filler, because the overhead of an
    operation exceeds its computation there. Long sequences are grouped by similar length.
    """
    made: list[Group] = []
    first = begin = 0
    while first < len(lengths):
        length = padded(lengths[first])
        most = max(1, _GROUP_TOKENS // length)
        following = lengths[first : first + most]
        if length > _SHORT:
            following = [other for other in following if padded(other) == length]
        here = len(following)
        count = max(size for size in _COUNTS if size <= here)
        if length <= _SHORT and count < here and 2 * count <= most:
            count *= 2
        held = min(count, here)
        end = begin + sum(lengths[first : first + held])
        made.append([first, held, count, length, begin, end])
        first, begin = first + held, end
    return made
