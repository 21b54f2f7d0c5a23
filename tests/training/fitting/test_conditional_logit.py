"""The conditional logit."""

from __future__ import annotations

import numpy as np

from models.training.fitting.conditional_logit import fit_conditional


def test_it_finds_the_odds_of_an_alternative() -> None:
    x = np.zeros((10, 3, 1))
    x[:, 2, 0] = 1.0  # the third alternative has the feature
    chosen = np.array([2] * 6 + [0] * 2 + [1] * 2)
    (found,) = fit_conditional(x, chosen, np.ones(10), penalty=1e-9)
    assert np.isclose(found, np.log(0.6 / 0.2), atol=1e-4)


def test_a_penalty_draws_coefficients_to_zero() -> None:
    rng = np.random.default_rng(3)
    x = rng.normal(size=(60, 3, 2))
    chosen = (x @ np.array([2.0, -1.0])).argmax(axis=1)
    free, held = (fit_conditional(x, chosen, np.ones(60), penalty) for penalty in (0.1, 50.0))
    assert free[0] > held[0] > 0
    assert free[1] < held[1] < 0


def test_a_weight_counts_a_row_twice() -> None:
    x = np.array([[[1.0], [0.0]], [[0.0], [1.0]], [[1.0], [0.0]]])
    chosen = np.array([0, 0, 1])
    twice = fit_conditional(x, chosen, np.array([2.0, 1.0, 1.0]), penalty=0.1)
    rows = [0, 0, 1, 2]
    assert np.allclose(twice, fit_conditional(x[rows], chosen[rows], np.ones(4), penalty=0.1))


def test_separable_rows_end_with_finite_coefficients() -> None:
    x = np.zeros((4, 3, 1))
    x[:, 0, 0] = 1.0
    found = fit_conditional(x, np.zeros(4, dtype=np.int64), np.ones(4), penalty=1.0)
    assert np.isfinite(found).all()
