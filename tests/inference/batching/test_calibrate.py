"""Warm-up works through the backend's protocol and stops in time."""

from __future__ import annotations

import time
from collections.abc import Sequence

import pytest

from service.inference.backends.tokenization import TokenPiece
from service.inference.batching import calibrate
from service.inference.batching.calibrate import TimedBatch, best_budget, warm_up
from service.inference.batching.cost_model import even
from service.inference.engine import LocalEngine
from service.inference.protocol import Scores
from tests.inference.words import Words, distinct


def ladder(*speeds: float) -> list[TimedBatch]:
    """Doubling budgets from 512, at these tokens per second."""
    return [TimedBatch(even(16 * 2**i, 32), 512 * 2**i / speed) for i, speed in enumerate(speeds)]


@pytest.mark.parametrize(
    ("speeds", "budget"),
    [
        ((1000, 1010, 1020), 512),  # nothing gained
        ((1000, 1500, 1560, 1570), 1024),
        ((1000, 1500, 2000, 2050), 2048),
        ((1000,), 512),
        ((), 512),
    ],
)
def test_the_smallest_budget_that_is_nearly_as_fast(speeds: tuple[float, ...], budget: int) -> None:
    assert best_budget(ladder(*speeds)) == budget


def test_every_model_runs_and_the_time_is_kept() -> None:
    class Slow(Words):
        def run(self, name: str, batch: Sequence[TokenPiece]) -> Scores:
            time.sleep(0.002 * len(batch))
            return super().run(name, batch)

    backend = Slow(lanes=2)
    found = warm_up(backend, ["m", "good", "v"], lanes=2, seconds=0.6)
    assert set(backend.names) == set(found) == {"m", "good", "v"}
    for tuned in found.values():
        # Batches of such a backend gain nothing, so the least budget is best.
        assert tuned.budget <= 2 * calibrate.BUDGETS[0]
        assert all(timed.seconds > 0 for timed in tuned.timed)


def test_without_time_each_model_still_runs_once() -> None:
    backend = Words(lanes=1)
    found = warm_up(backend, ["m", "v"], lanes=1, seconds=0.0)
    assert backend.names == ["m", "m", "v", "v"]  # the better of two
    assert all(len(tuned.timed) == 1 for tuned in found.values())


def test_memory_that_runs_out_bounds_the_budget() -> None:
    found = warm_up(Words(lanes=1, room=600), ["m"], lanes=1, seconds=5.0)
    assert found["m"].budget <= 600


async def test_a_tuned_engine_knows_its_speed_before_any_request() -> None:
    engine = LocalEngine(Words(0.001, lanes=2), lanes=2, tune=True)
    await engine.start()
    assert engine.ready
    assert engine.load.tokens_per_second != 3000.0
    assert 0 < 1000 / engine.speed < 30
    assert len(await engine.classify("sentiment", distinct(5, range(30)))) == 30
    await engine.stop()
