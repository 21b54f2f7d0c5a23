"""Rows of pieces become rows of windows."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.inference.backends.tokenization import TokenPiece
from service.inference.backends.window_pooling import both_hypotheses, pooled
from service.inference.protocol import ModelInfo, Scores

INFO = ModelInfo("m", "1", "stance", ("against", "neutral", "favor"), 64, "b", "MIT")
Share = st.floats(0, 1, width=32)


def piece(owner: int, *, turned: bool, weight: float = 1.0) -> TokenPiece:
    return TokenPiece(owner, (1,), (0,), weight, turned)


def row(entailed: float, *, turned: bool) -> Scores:
    """What the backend gives for a hypothesis that is entailed with this probability."""
    made = np.array([0, 1 - entailed, entailed], dtype=np.float32)
    return made[::-1] if turned else made


def stance(favor: float, against: float) -> Scores:
    pieces = [piece(0, turned=False), piece(0, turned=True)]
    rows = [row(favor, turned=False), row(against, turned=True)]
    found: Scores = pooled(replace(INFO, binary_entailment=True), pieces, rows, 1)[0]
    return found


@given(Share, Share)
def test_both_hypotheses_give_a_distribution_that_mirrors_them(
    favor: float, against: float
) -> None:
    found = stance(favor, against)
    assert (found >= 0).all()
    assert found.sum() == pytest.approx(1, abs=1e-5)
    assert found[::-1] == pytest.approx(stance(against, favor), abs=1e-6)
    assert (found[2] >= found[0]) == (favor >= against) or abs(favor - against) < 1e-6


@pytest.mark.parametrize(
    ("favor", "against", "likeliest"),
    [(0.9, 0.1, 2), (0.1, 0.9, 0), (0.1, 0.1, 1), (0.9, 0.9, 1), (0.6, 0.1, 2)],
)
def test_neutral_is_what_neither_or_both_hypotheses_say(
    favor: float, against: float, likeliest: int
) -> None:
    assert int(stance(favor, against).argmax()) == likeliest


def test_each_hypothesis_is_averaged_over_its_own_pieces() -> None:
    pieces = [
        piece(0, turned=False, weight=3), piece(0, turned=False, weight=1),
        piece(1, turned=False), piece(0, turned=True), piece(1, turned=True),
    ]  # fmt: skip
    shares = (0.8, 0.4, 0.2, 0.0, 1.0)
    rows = [row(s, turned=p.turned) for s, p in zip(shares, pieces, strict=True)]
    found = both_hypotheses(pieces, rows, 2)
    assert found[0] == pytest.approx([0, 0.3, 0.7], abs=1e-6)
    assert found[1] == pytest.approx([0.8, 0.2, 0.0], abs=1e-6)


def test_other_models_have_the_mean_of_their_pieces() -> None:
    pieces = [piece(0, turned=False, weight=1), piece(0, turned=True, weight=3)]
    rows = [np.array([1, 0, 0], np.float32), np.array([0, 0, 1], np.float32)]
    assert pooled(INFO, pieces, rows, 1)[0] == pytest.approx([0.25, 0, 0.75])
