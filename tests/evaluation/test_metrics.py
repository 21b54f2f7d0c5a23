"""Figures against values worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from service.evaluation import metrics


def test_f1_by_class() -> None:
    gold = np.array([0, 0, 1, 1, 2])
    guess = np.array([0, 1, 1, 1, 0])
    # class 0: 1 hit, 2 gold, 2 guessed; class 1: 2 hits, 2 gold, 3 guessed; class 2: none
    assert metrics.f1_scores(gold, guess, (0, 1, 2)) == pytest.approx([0.5, 0.8, 0.0])
    assert metrics.macro_f1(gold, guess, (0, 1, 2)) == pytest.approx(1.3 / 3)


def test_the_interval_holds_the_figure_and_narrows_with_rows() -> None:
    rng = np.random.default_rng(1)
    gold = rng.integers(0, 3, 2000)
    guess = np.where(rng.random(2000) < 0.8, gold, 0)

    def figure(rows: np.ndarray) -> float:
        return metrics.macro_f1(gold[rows], guess[rows], (0, 1, 2))

    whole = metrics.interval(figure, 2000, draws=100)
    part = metrics.interval(figure, 100, draws=100)
    assert whole[0] < metrics.macro_f1(gold, guess, (0, 1, 2)) < whole[1]
    assert whole[1] - whole[0] < part[1] - part[0]


def test_pairs_are_resampled_together() -> None:
    seen: list[np.ndarray] = []

    def keep(rows: np.ndarray) -> float:
        seen.append(rows)
        return 0.0

    metrics.interval(keep, 10, draws=5, block=2)
    assert all((rows[1::2] - rows[::2] == 1).all() and (rows[::2] % 2 == 0).all() for rows in seen)


def test_calibration_error_of_the_overconfident() -> None:
    probabilities = np.array([[0.95, 0.05]] * 10)
    gold = np.array([0] * 6 + [1] * 4)
    assert metrics.calibration_error(probabilities, gold) == pytest.approx(0.35)


def test_calibration_error_of_the_honest_is_nought() -> None:
    probabilities = np.array([[0.6, 0.4]] * 10)
    gold = np.array([0] * 6 + [1] * 4)
    assert metrics.calibration_error(probabilities, gold) == pytest.approx(0)


def test_neutral_wins_a_tie_and_only_a_sets_own_classes_are_chosen() -> None:
    probabilities = np.array([[1 / 3, 1 / 3, 1 / 3], [0.5, 0.2, 0.3], [0.1, 0.6, 0.3]])
    assert metrics.likeliest(probabilities).tolist() == [1, 0, 1]
    assert metrics.likeliest(probabilities, (0, 2)).tolist() == [0, 0, 2]
