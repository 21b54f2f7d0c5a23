"""Logistic regression."""

from __future__ import annotations

import numpy as np

from models.training.fitting.logistic import fit_logistic


def test_it_finds_the_odds_of_a_group() -> None:
    x = np.array([[1.0, 0.0]] * 10 + [[1.0, 1.0]] * 10)
    y = np.array([1.0] * 2 + [0.0] * 8 + [1.0] * 8 + [0.0] * 2)
    found = fit_logistic(x, y, np.ones(20), penalty=1e-9)
    assert np.allclose(1 / (1 + np.exp(-(x @ found))), [0.2] * 10 + [0.8] * 10, atol=1e-4)


def test_a_penalty_draws_coefficients_to_zero_and_a_weight_counts_a_row_twice() -> None:
    x = np.array([[1.0, 0.0], [1.0, 1.0], [1.0, 1.0], [1.0, 0.0]])
    y = np.array([0.0, 1.0, 0.0, 1.0])
    free = fit_logistic(x, y, np.array([2.0, 2.0, 1.0, 1.0]), penalty=1e-6)
    held = fit_logistic(x, y, np.array([2.0, 2.0, 1.0, 1.0]), penalty=10.0)
    assert 0 < held[1] < free[1]
    twice = fit_logistic(x[[0, 0, 1, 1, 2, 3]], y[[0, 0, 1, 1, 2, 3]], np.ones(6), penalty=1e-6)
    assert np.allclose(free, twice)
