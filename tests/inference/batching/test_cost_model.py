"""The cost model learns, stays sane and is not led astray."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.inference.batching.cost_model import CostModel, Shape, even
from tests.inference.batching.simulation import rows, truth

SHAPES = [
    even(n, length)
    for n, length in ((1, 20), (8, 30), (16, 32), (4, 100), (2, 250), (32, 30), (1, 256), (12, 60))
]


def test_it_learns_the_terms() -> None:
    model, rng = CostModel(), random.Random(1)
    for _ in range(200):
        shape = rng.choice(SHAPES)
        model.learn(shape, truth(shape) * rng.uniform(0.9, 1.1))
    for shape in SHAPES:
        assert model.predict(shape) == pytest.approx(truth(shape), rel=0.12)


def test_a_few_measurements_at_warm_up_suffice() -> None:
    model = CostModel()
    for shape in SHAPES[:6]:
        model.learn(shape, 20 * truth(shape), surely=True)
    for shape in SHAPES:
        assert model.predict(shape) == pytest.approx(20 * truth(shape), rel=0.35)


def test_an_outlier_counts_little_and_a_slower_machine_soon() -> None:
    model, rng = CostModel(), random.Random(2)
    for _ in range(100):
        shape = rng.choice(SHAPES)
        model.learn(shape, truth(shape))
    model.learn(even(8, 30), 100.0)
    for shape in SHAPES:
        assert model.predict(shape) < 2.5 * truth(shape)
    for _ in range(150):
        shape = rng.choice(SHAPES)
        model.learn(shape, 10 * truth(shape))
    for shape in SHAPES:
        assert model.predict(shape) == pytest.approx(10 * truth(shape), rel=0.25)


@given(
    st.lists(st.tuples(st.integers(1, 512), st.integers(1, 512), st.floats(0, 1e4)), max_size=60)
)
def test_predictions_stay_positive_and_grow_with_the_batch(
    seen: list[tuple[int, int, float]],
) -> None:
    model = CostModel()
    for n, length, seconds in seen:
        model.learn(even(n, length), seconds)
        assert min(model.terms) >= 0
        assert (
            0
            <= model.predict(even(1, 16))
            <= model.predict(even(2, 16))
            <= model.predict(even(2, 32))
        )


def test_one_shape_alone_leaves_the_others_in_place() -> None:
    model = CostModel()
    for _ in range(300):
        model.learn(even(8, 32), truth(even(8, 32)))
    assert model.predict(even(8, 32)) == pytest.approx(truth(even(8, 32)), rel=0.02)
    assert model.predict(even(4, 128)) == pytest.approx(truth(even(4, 128)), rel=2)


def test_a_packing_model_computes_no_pads() -> None:
    ragged = Shape(n=2, tokens=40, longest=32, squares=32 * 32 + 8 * 8)
    model = CostModel(a=0.001, b=1e-4, c=1e-7)
    assert (model.computed(ragged), model.attended(ragged)) == (64, 2048)
    assert model.useful(ragged) == pytest.approx(0.62, abs=0.01)
    model.packing = rows
    assert (model.computed(ragged), model.attended(ragged)) == (48, 1088)
    assert model.useful(ragged) == pytest.approx(40 / 48, abs=0.01)
    assert model.useful(even(8, 32)) == pytest.approx(1)
