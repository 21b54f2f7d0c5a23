"""Windows cover all tokens with an overlap, and each token counts where it has most around it."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.inference.segments.windows import Starts, TokenRange, merged, windows_of
from tests.linear.growth import too_steep

lengths = st.lists(st.integers(0, 40), max_size=30)


def starts_of(sizes: list[int]) -> Starts:
    return np.cumsum([0, *sizes], dtype=np.int64)


@pytest.mark.parametrize(
    ("sizes", "wanted"),
    [
        ([], []),
        ([0, 0], []),
        ([5], [(0, 5)]),
        ([4, 4, 2], [(0, 10)]),
        ([4, 4, 4], [(0, 8), (8, 12)]),  # a segment of 4 is more than the context
        ([4, 3, 3, 2, 6], [(0, 10), (7, 12), (10, 18)]),
        ([4, 0, 3, 3, 0, 2, 6], [(0, 10), (7, 12), (10, 18)]),
        ([4, 5, 1, 2, 3, 4], [(0, 10), (9, 19)]),
        ([6, 2, 9], [(0, 8), (8, 17)]),  # context gives way to the next segment
        ([6, 2, 10, 1], [(0, 8), (8, 18), (18, 19)]),
        ([25], [(0, 10), (7, 17), (14, 24), (21, 25)]),
        ([3, 12, 4, 1], [(0, 3), (3, 13), (10, 20)]),  # the rest of a cut segment takes more
    ],
    ids=str,
)
def test_windows_of_ten_tokens(sizes: list[int], wanted: list[tuple[int, int]]) -> None:
    assert windows_of(starts_of(sizes), 10, 3) == wanted


@given(sizes=lengths, room=st.integers(2, 32), share=st.floats(0, 0.5))
def test_windows_cover_everything_in_order(sizes: list[int], room: int, share: float) -> None:
    starts, context = starts_of(sizes), int(room * share)
    windows = windows_of(starts, room, context)
    total = int(starts[-1])
    seen = {token for begin, end in windows for token in range(begin, end)}
    assert seen == set(range(total))
    ends = [0, *(end for _, end in windows)]
    assert ends == sorted(set(ends))
    for (begin, end), done in zip(windows, ends, strict=False):
        assert end - begin <= room
        assert done - context <= begin <= done
        longest = max(sizes)
        if longest <= room:
            assert begin in starts
            assert end in starts
    assert sum(end - begin for begin, end in windows) <= 4 * total + room
    # No window ends before a segment that it has room for.
    for (begin, end), _ in pairwise(windows):
        following = starts[starts > end]
        assert following.size
        assert following[0] - begin > room


def test_the_window_with_most_around_a_token_counts() -> None:
    windows = [TokenRange(0, 10), TokenRange(6, 16), TokenRange(12, 20)]
    rows = [
        np.full((end - begin, 2), i, dtype=np.float32) for i, (begin, end) in enumerate(windows)
    ]
    for row in rows:
        row[:, 1] += np.arange(len(row)) / 100
    values = merged(windows, rows)
    # Between 6 and 10 the edges are 10 and 6: from 8 on the second window reads more before it.
    assert values[:, 0].tolist() == [0] * 8 + [1] * 6 + [2] * 6
    assert values[8:14, 1] == pytest.approx([1.02, 1.03, 1.04, 1.05, 1.06, 1.07])


@given(sizes=lengths, room=st.integers(2, 24), share=st.floats(0, 0.5))
def test_each_value_is_that_of_its_farthest_window(
    sizes: list[int], room: int, share: float
) -> None:
    starts = starts_of([*sizes, 1])
    windows, total = windows_of(starts, room, int(room * share)), int(starts[-1])
    rows = [
        np.full((end - begin, 1), i, dtype=np.float32) for i, (begin, end) in enumerate(windows)
    ]
    values = merged(windows, rows)[:, 0].astype(int)

    def distance(token: int, number: int) -> int:
        begin, end = windows[number]
        before = total if begin == 0 else token - begin
        after = total if end == total else end - 1 - token
        if not begin <= token < end:
            return -1
        return (
            max(token - begin, end - 1 - token)
            if begin == 0 and end == total
            else min(before, after)
        )

    for token in range(total):
        by_window = [distance(token, number) for number in range(len(windows))]
        assert values[token] == by_window.index(max(by_window))


@pytest.mark.parametrize("sizes", [(1,), (0, 1), (1, 254), (64, 190), (10_000,)], ids=str)
def test_time_is_in_proportion_to_the_tokens(sizes: tuple[int, ...]) -> None:
    def make(tokens: int) -> list[int]:
        return [*sizes] * (1 + tokens // sum(sizes))

    def run(made: list[int]) -> None:
        windows = windows_of(starts_of(made), 254, 64)
        merged(windows, [np.zeros((end - begin, 2), dtype=np.float32) for begin, end in windows])

    assert too_steep(make, run, 64 * 1024) is None
