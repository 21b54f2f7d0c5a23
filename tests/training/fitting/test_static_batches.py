"""The batch plan: every window once, no batch over its budget, like lengths together."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from models.training.fitting.static_batches import plan

LENGTHS = st.lists(st.integers(1, 512), max_size=200)


@given(LENGTHS, st.integers(1, 4096))
def test_every_window_runs_once_within_the_budget(lengths: list[int], budget: int) -> None:
    batches = plan(lengths, budget)
    assert sorted(i for batch in batches for i in batch) == list(range(len(lengths)))
    for batch in batches:
        assert len(batch) == 1 or max(lengths[i] for i in batch) * len(batch) <= budget


@given(LENGTHS)
def test_batches_are_in_order_of_length(lengths: list[int]) -> None:
    order = [lengths[i] for batch in plan(lengths, 1024) for i in batch]
    assert order == sorted(order)


def test_news_lengths_waste_little() -> None:
    # Sentence lengths as in news with full windows among them: the case that padding in
    # order of arrival handles worst.
    lengths = [12 + (7 * i) % 50 for i in range(160)] + [256] * 40
    batches = plan(lengths, 2048)
    padded = sum(max(lengths[i] for i in b) * len(b) for b in batches)
    assert sum(lengths) / padded > 0.92
