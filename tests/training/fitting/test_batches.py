"""Which rows a network sees together."""

from __future__ import annotations

from models.training.fitting.batches import schedule


def test_batches_hold_every_row_once_and_like_lengths() -> None:
    tokens = [i * 7 % 90 + 1 for i in range(333)]
    batches = schedule(tokens, 32, seed=1)
    assert sorted(i for b in batches for i in b) == list(range(333))
    assert all(max(tokens[i] for i in b) - min(tokens[i] for i in b) <= 10 for b in batches)
