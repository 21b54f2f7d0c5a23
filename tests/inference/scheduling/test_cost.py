"""The cost model learns, stays sane and is not led astray."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.inference.scheduling.cost import CostModel
from tests.inference.scheduling.simulation import truth

SHAPES = [(1, 20), (8, 30), (16, 32), (4, 100), (2, 250), (32, 30), (1, 256), (12, 60)]


def test_it_learns_the_terms() -> None:
    model, rng = CostModel(), random.Random(1)
    for _ in range(200):
        n, length = rng.choice(SHAPES)
        model.learn(n, length, truth(n, length) * rng.uniform(0.9, 1.1))
    for n, length in SHAPES:
        assert model.predict(n, length) == pytest.approx(truth(n, length), rel=0.12)


def test_a_few_measurements_at_warm_up_suffice() -> None:
    model = CostModel()
    for n, length in SHAPES[:6]:
        model.learn(n, length, 20 * truth(n, length), surely=True)
    for n, length in SHAPES:
        assert model.predict(n, length) == pytest.approx(20 * truth(n, length), rel=0.35)


def test_an_outlier_counts_little_and_a_slower_machine_soon() -> None:
    model, rng = CostModel(), random.Random(2)
    for _ in range(100):
        n, length = rng.choice(SHAPES)
        model.learn(n, length, truth(n, length))
    model.learn(8, 30, 100.0)
    for n, length in SHAPES:
        assert model.predict(n, length) < 2.5 * truth(n, length)
    for _ in range(150):
        n, length = rng.choice(SHAPES)
        model.learn(n, length, 10 * truth(n, length))
    for n, length in SHAPES:
        assert model.predict(n, length) == pytest.approx(10 * truth(n, length), rel=0.25)


@given(
    st.lists(st.tuples(st.integers(1, 512), st.integers(1, 512), st.floats(0, 1e4)), max_size=60)
)
def test_predictions_stay_positive_and_grow_with_the_batch(
    seen: list[tuple[int, int, float]],
) -> None:
    model = CostModel()
    for n, length, seconds in seen:
        model.learn(n, length, seconds)
        assert min(model.terms) >= 0
        assert 0 < model.predict(1, 16) <= model.predict(2, 16) <= model.predict(2, 32)


def test_one_shape_alone_leaves_the_others_in_place() -> None:
    model = CostModel()
    for _ in range(300):
        model.learn(8, 32, truth(8, 32))
    assert model.predict(8, 32) == pytest.approx(truth(8, 32), rel=0.02)
    assert model.predict(4, 128) == pytest.approx(truth(4, 128), rel=2)
