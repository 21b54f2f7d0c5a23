"""Which shapes a batch is computed in: few, for each costs.

oneDNN compiles a kernel for each shape that it meets: milliseconds, and half a megabyte that
stays. So rows go in blocks of a few sizes and attention in groups of a few shapes.
"""

from __future__ import annotations

from collections.abc import Sequence

Group = list[int]
"""Number of the first sequence, how many, their length in attention, where tokens begin, end."""

_ROWS = (8, 16, 32, 48, 64, 96, 128, 192, 256)
_COUNTS = (64, 16, 4, 1)
_GROUP_TOKENS = 512


def blocks(rows: int) -> list[int]:
    """Sizes of row blocks whose sum is `rows` and a little filler."""
    whole, rest = divmod(rows, _ROWS[-1])
    made = [_ROWS[-1]] * whole
    return [*made, next(size for size in _ROWS if size >= rest)] if rest else made


def filled(rows: int) -> int:
    """`rows` with the filler that `blocks` adds."""
    return sum(blocks(rows))


def padded(length: int) -> int:
    """The length, at least `length`, that a sequence has in attention."""
    step = 8 if length <= 64 else 16 if length <= 128 else 32
    return -(-length // step) * step


def groups(lengths: Sequence[int]) -> list[Group]:
    """Groups of sequences whose lengths are given in falling order."""
    made: list[Group] = []
    first = begin = 0
    while first < len(lengths):
        length = padded(lengths[first])
        most = min(len(lengths) - first, max(1, _GROUP_TOKENS // length))
        count = next(size for size in _COUNTS if size <= most)
        end = begin + sum(lengths[first : first + count])
        made.append([first, count, length, begin, end])
        first, begin = first + count, end
    return made
