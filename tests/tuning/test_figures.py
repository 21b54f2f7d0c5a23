"""Figures of probabilities against labels."""

from __future__ import annotations

import numpy as np
import pytest

from service.evaluation.datasets import Row
from service.tuning.figures import figures_of, log_loss, temperature_for

ROWS = [Row("a", "t", 0), Row("b", "t", 1), Row("c", "t", 2), Row("d", "t", 2)]
SURE = np.array([[0.98, 0.01, 0.01], [0.01, 0.98, 0.01], [0.01, 0.01, 0.98], [0.98, 0.01, 0.01]])
GOLD = np.array([0, 1, 2, 2])


def test_figures_count_what_is_right() -> None:
    found = figures_of(SURE, ROWS)
    assert (found.rows, found.accuracy) == (4, 0.75)
    assert found.macro_f1 == pytest.approx((2 / 3 + 1 + 2 / 3) / 3)
    assert found.calibration_error == pytest.approx(0.98 - 0.75)
    assert found.log_loss == pytest.approx(-(3 * np.log(0.98) + np.log(0.01)) / 4)


def test_a_temperature_lowers_the_loss_of_what_is_too_sure() -> None:
    heat = temperature_for(SURE, GOLD)
    assert heat > 1.5
    powers = SURE ** (1 / heat)
    assert log_loss(powers / powers.sum(axis=1, keepdims=True), GOLD) < log_loss(SURE, GOLD)


def test_a_wrong_row_of_no_probability_costs_much_but_not_without_end() -> None:
    assert log_loss(np.array([[1.0, 0.0]]), np.array([1])) == pytest.approx(-np.log(1e-9))
