"""Every row and every sequence has its place, and shapes are few."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from service.inference.backends.shape_buckets import blocks, groups, padded

falling = st.lists(st.integers(1, 512), min_size=1, max_size=200).map(
    lambda lengths: sorted(lengths, reverse=True)
)


@given(st.integers(1, 5000))
def test_blocks_hold_the_rows_and_little_more(rows: int) -> None:
    assert 0 <= sum(blocks(rows)) - rows < max(8, min(rows, 32))
    assert len(set(blocks(rows))) <= 2


@given(falling)
def test_groups_follow_one_another_and_hold_their_sequences(lengths: list[int]) -> None:
    at = token = 0
    for first, held, count, length, begin, end in groups(lengths):
        assert (first, begin) == (at, token)
        assert 1 <= held <= count < 2 * held + 1
        assert count * length <= max(512, length)
        assert max(lengths[first : first + held]) <= length
        at, token = first + held, begin + sum(lengths[first : first + held])
        assert end == token
    assert (at, token) == (len(lengths), sum(lengths))


def test_all_batches_together_make_few_shapes() -> None:
    lengths = {padded(length) for length in range(1, 257)}
    shapes = {
        (count, length)
        for longest in lengths  # the others are padded to these
        for number in range(1, 257)
        for _, _, count, length, *_ in groups([longest] * number)
    }
    assert (len(lengths), len(shapes)) == (12, 39)
    assert len({size for rows in range(1, 4096) for size in blocks(rows)}) == 15
