"""Estimates follow what they are told, and forget."""

from __future__ import annotations

import random

import pytest

from service.kit.online_estimates import MovingAverage, OnlineRegression, RecentRate


def test_a_mean_follows_a_change_and_is_not_thrown_by_one_measurement() -> None:
    mean = MovingAverage(1.0)
    mean.learn(100.0)
    assert mean.value == pytest.approx(2.98)
    for _ in range(300):
        mean.learn(5.0)
    assert mean.value == pytest.approx(5.0, rel=0.01)


def test_a_rate_is_amount_by_time_whatever_the_portions() -> None:
    rate = RecentRate(1000.0)
    assert rate.per_second == 1000.0
    for portion in range(600):
        rate.spend(0.5 * (portion % 3))
        rate.spend(0.5)
        rate.learn(10.0 * (portion % 3 + 1))
    assert rate.per_second == pytest.approx(20.0, rel=0.01)


def test_a_line_is_learnt_from_noisy_costs() -> None:
    chance = random.Random(1)
    line = OnlineRegression(9.0, 100.0)
    for _ in range(600):
        x = chance.uniform(100, 9000)
        line.learn(x, 50 + 0.25 * x + chance.gauss(0, 5))
    assert line.at(200) == pytest.approx(100, rel=0.1)
    assert line.at(8000) == pytest.approx(2050, rel=0.05)
    assert 3000 < line.typical < 6000


def test_sizes_that_are_all_alike_teach_a_share_of_the_size() -> None:
    line = OnlineRegression(9.0, 1000.0)
    for _ in range(600):
        line.learn(1000.0, 200.0)
    assert line.at(1000) == pytest.approx(200, rel=0.01)
    assert line.at(4000) == pytest.approx(800, rel=0.01)
    assert line.at(0) == pytest.approx(0, abs=1)


def test_a_cost_never_falls_with_the_size_nor_below_nothing() -> None:
    line = OnlineRegression(1.0, 1000.0)
    for i in range(600):
        line.learn(*((100.0, 900.0) if i % 2 else (5000.0, 100.0)))
    assert line.at(0) >= 0
    assert line.at(9000) >= line.at(100) >= 0
