"""Bulk work: in slices, few at a time, and patient."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import numpy as np
import pytest

from service.inference import background_engine
from service.inference.background_engine import SLICE, BackgroundEngine
from service.inference.fake_engine import FakeEngine
from service.inference.protocol import Call, ClassScores, EngineOverloaded, Window

TEXTS = [f"{'word ' * n}good" for n in (1, 500, 900, 3, 3000, 2, 0)]


class Counting(FakeEngine):
    """Keeps how much it was given at once; refuses the first `refusals` calls."""

    def __init__(self, refusals: int = 0) -> None:
        super().__init__()
        self.sizes: list[int] = []
        self.now = self.most = 0
        self.refusals = refusals

    async def classify(
        self, task: str, windows: Sequence[Window], call: Call | None = None
    ) -> list[ClassScores]:
        if self.refusals:
            self.refusals -= 1
            raise EngineOverloaded(0.001)
        self.sizes.append(sum(len(w.text) for w in windows))
        self.now += 1
        self.most = max(self.most, self.now)
        await asyncio.sleep(0.001)
        self.now -= 1
        return await super().classify(task, windows, call)


async def test_slices_change_no_result() -> None:
    engine = Counting()
    background = BackgroundEngine(engine, concurrency=2, longest=10)
    windows = [Window(text) for text in TEXTS]
    call = Call()
    assert await background.classify("sentiment", windows, call) == await FakeEngine().classify(
        "sentiment", windows
    )
    assert call.windows == len(windows)
    assert len(engine.sizes) > 1
    assert all(size <= SLICE for size in engine.sizes if size != len(TEXTS[4]))
    vectors = await background.embed(TEXTS)
    assert np.array_equal(vectors, await FakeEngine().embed(TEXTS))
    assert (await background.embed([])).shape == (await FakeEngine().embed([])).shape
    assert await background.classify("sentiment", []) == []
    assert await background.generate(TEXTS, 2) == await FakeEngine().generate(TEXTS, 2)


async def test_few_slices_are_in_the_engine_at_once() -> None:
    engine = Counting()
    background = BackgroundEngine(engine, concurrency=2, longest=10)
    many = [[Window("word " * 1000)] * 4 for _ in range(6)]
    await asyncio.gather(*(background.classify("sentiment", windows) for windows in many))
    assert engine.most == 2


async def test_it_waits_where_others_are_refused() -> None:
    engine = Counting(refusals=3)
    background = BackgroundEngine(engine, concurrency=1, longest=10)
    assert len(await background.classify("sentiment", [Window("good")])) == 1
    assert engine.refusals == 0


async def test_it_lets_a_queue_of_others_go_first() -> None:
    engine = Counting()
    engine.backlog = 100_000  # ten seconds
    background = BackgroundEngine(engine, concurrency=1, longest=10)
    work = asyncio.create_task(background.classify("sentiment", [Window("good")]))
    await asyncio.sleep(0.05)
    assert engine.sizes == []
    engine.backlog = 0
    work.cancel()
    with pytest.raises(asyncio.CancelledError):
        await work
    assert await background.classify("sentiment", [Window("good")])  # its place is free again


async def test_a_steady_load_does_not_starve_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(background_engine, "_LONGEST_WAIT", 0.05)
    engine = Counting()
    engine.backlog = 100_000
    background = BackgroundEngine(engine, concurrency=1, longest=10)
    assert await background.classify("sentiment", [Window("good")])


async def test_the_rest_is_the_engines_own() -> None:
    engine = FakeEngine()
    background = BackgroundEngine(engine, concurrency=1, longest=10)
    engine.backlog = 500
    assert background.models == engine.models
    assert background.profiles == engine.profiles
    assert background.info("stance") == engine.info("stance")
    assert background.load == engine.load
    assert background.predicted_wait(10) == engine.predicted_wait(10)
    await background.stop()
    assert background.ready
