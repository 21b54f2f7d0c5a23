"""Threads and event loop under storms: no future lost, doubled or mixed up."""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter

import pytest

from service.inference.engine import LocalEngine
from service.inference.protocol import Call, DeadlinePassed, EngineError, EngineOverloaded, Window
from tests.inference.words import DEADLY, NAN, POISON, Tally, Words, distinct, eventually


@pytest.mark.parametrize(("lanes", "seed"), [(1, 1), (2, 2), (3, 3)])
async def test_random_schedules_lose_and_mix_nothing(lanes: int, seed: int) -> None:
    rng, tally = random.Random(seed), Tally()
    backend = Words(0.0005, lanes=lanes)
    engine = LocalEngine(backend, token_budget=40, lanes=lanes, events=tally)
    await engine.start()
    asked = 0

    async def request(count: int, trouble: int | None, left: float | None) -> str:
        nonlocal asked
        await asyncio.sleep(rng.random() * 0.05)
        words, first = rng.randint(1, 9), rng.randrange(600)
        windows = distinct(words, [rng.randrange(first + 1) for _ in range(count)])
        if trouble is not None:
            windows.append(Window("x" * trouble))
        deadline = None if left is None else time.monotonic() + left
        call = Call(deadline=deadline)
        try:
            scores = await engine.classify("sentiment", windows, call)
        except DeadlinePassed:
            return "late"
        except EngineOverloaded:
            return "refused"
        except EngineError:
            return "failed"
        sums = [sum(map(len, window.text.split())) for window in windows]
        assert [s.probabilities[1] for s in scores] == sums
        return "done"

    tasks = {}
    for _ in range(150):
        trouble = rng.choice([POISON, NAN]) if rng.random() < 0.1 else None
        left = rng.random() * 0.1 if rng.random() < 0.2 else None
        task = asyncio.create_task(request(rng.randint(1, 30), trouble, left))
        tasks[task] = (trouble, left)
    await asyncio.sleep(0.02)
    doomed = set(rng.sample(list(tasks), 30))
    for task in doomed:
        task.cancel()
        await asyncio.sleep(0.001)
    found = await asyncio.gather(*tasks, return_exceptions=True)
    for (task, (trouble, left)), result in zip(tasks.items(), found, strict=True):
        if isinstance(result, asyncio.CancelledError):
            assert task in doomed
        elif result == "failed":
            assert trouble is not None
        elif result in ("late", "refused"):
            assert left is not None
        else:
            assert result == "done"
            assert trouble is None
    await engine.stop()
    assert tally.balanced()
    assert engine.load.tokens == engine.load.windows == 0


async def test_a_cancel_storm_frees_the_queue_at_once() -> None:
    backend, tally = Words(), Tally()
    engine = LocalEngine(backend, token_budget=16, events=tally)
    await engine.start()
    backend.hold.clear()
    tasks = [
        asyncio.create_task(engine.classify("sentiment", distinct(4, range(i * 10, i * 10 + 10))))
        for i in range(50)
    ]
    await asyncio.to_thread(backend.entered.acquire)
    assert await asyncio.to_thread(eventually, lambda: engine.load.windows >= 500)
    for task in tasks:
        task.cancel()
    outcomes = await asyncio.gather(*tasks, return_exceptions=True)
    assert all(isinstance(outcome, asyncio.CancelledError) for outcome in outcomes)
    assert engine.load.windows <= 4  # the batch that runs
    backend.hold.set()
    assert len(await engine.classify("sentiment", [Window("still alive")])) == 1
    await engine.stop()
    assert tally.counts["cancelled"] == 500 - tally.counts["windows"] + 1
    assert len(backend.batches) == 2
    assert tally.balanced()


async def test_a_deadline_storm_computes_for_nobody() -> None:
    backend, tally = Words(), Tally()
    engine = LocalEngine(backend, token_budget=16, events=tally)
    await engine.start()
    backend.hold.clear()
    busy = asyncio.create_task(engine.classify("sentiment", distinct(4, [999])))
    await asyncio.to_thread(backend.entered.acquire)
    deadline = time.monotonic() + 0.2
    tasks = [
        asyncio.create_task(
            engine.classify("sentiment", distinct(4, range(i * 9, i * 9 + 9)), Call(deadline))
        )
        for i in range(40)
    ]
    outcomes = await asyncio.gather(*tasks, return_exceptions=True)
    # The event loop's own timers answer, though the only lane is held.
    kinds = Counter(type(outcome) for outcome in outcomes)
    assert kinds.keys() <= {DeadlinePassed, EngineOverloaded}
    assert kinds[DeadlinePassed] > 0
    backend.hold.set()
    assert len(await busy) == 1
    await engine.stop()
    assert len(backend.batches) == 1
    assert tally.balanced()


async def test_joiners_survive_the_first_askers_cancellation() -> None:
    backend, tally = Words(), Tally()
    engine = LocalEngine(backend, events=tally)
    await engine.start()
    backend.hold.clear()
    busy = asyncio.create_task(engine.classify("sentiment", distinct(4, [999])))
    await asyncio.to_thread(backend.entered.acquire)
    windows = distinct(4, range(6))
    first = asyncio.create_task(engine.classify("sentiment", windows))
    await asyncio.sleep(0.01)
    second = asyncio.create_task(engine.classify("sentiment", [*windows, *windows]))
    await asyncio.sleep(0.01)
    first.cancel()
    await asyncio.sleep(0.01)
    backend.hold.set()
    assert len(await second) == 12
    assert len(await busy) == 1
    assert tally.counts["joined"] == 12
    assert tally.counts["windows"] == 7
    assert await engine.classify("sentiment", windows) == (await second)[:6]
    assert tally.counts["hit"] == 6
    await engine.stop()


async def test_the_observers_sums_are_the_load_that_was_sent() -> None:
    backend, tally = Words(lanes=2), Tally()
    engine = LocalEngine(backend, lanes=2, token_budget=32, events=tally)
    await engine.start()
    calls = [Call() for _ in range(20)]
    await asyncio.gather(
        *(
            engine.classify("sentiment", distinct(1 + i % 9, range(i, i + 10)), call)
            for i, call in enumerate(calls)
        )
    )
    failed = await asyncio.gather(
        engine.classify("sentiment", [Window("x" * POISON)]),
        engine.classify("sentiment", [Window("x" * NAN)]),
        engine.classify("sentiment", [Window("x" * DEADLY)]),
        return_exceptions=True,
    )
    assert all(isinstance(error, EngineError) for error in failed)
    await engine.stop()
    counts = tally.counts
    sent = sum(call.windows for call in calls) + 3
    assert counts["hit"] + counts["joined"] + counts["miss"] == sent
    assert counts["windows"] == sum(map(len, backend.ran))
    assert counts["tokens"] == sum(map(sum, backend.ran))
    assert counts["padded"] == sum(len(b) * max(b) for b in backend.ran)
    assert counts["batches"] == len(backend.ran)
    assert tally.balanced()
