"""What fails, fails alone: poison, numbers that are none, memory, lanes that die."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest

from service.inference.batching.bisect_failures import SucceededPart, isolate
from service.inference.batching.queue_items import BatchGroup, Item, ModelInput
from service.inference.engine import LocalEngine
from service.inference.protocol import Call, EngineError, EngineNotReady, Window
from tests.inference.words import (
    DEADLY,
    HUGE,
    NAN,
    POISON,
    Tally,
    Words,
    distinct,
    eventually,
)


def bad(length: int) -> Window:
    """A window that brings the trouble of that number."""
    return Window("x" * length)


async def started(backend: Words, tally: Tally, **given: Any) -> LocalEngine:
    engine = LocalEngine(backend, events=tally, lanes=backend.lanes, **given)
    await engine.start()
    return engine


async def behind(backend: Words, engine: LocalEngine, *requests: list[Window]) -> list[object]:
    """The outcomes of requests that wait together while the lanes are held, then run."""
    backend.hold.clear()
    while backend.entered.acquire(blocking=False):
        pass
    plug = []
    for _ in range(backend.lanes):
        window = distinct(7, [next(backend.fresh)])
        plug.append(asyncio.create_task(engine.classify("sentiment", window)))
        await asyncio.to_thread(backend.entered.acquire)
    tasks = [asyncio.create_task(engine.classify("sentiment", r)) for r in requests]
    expected = backend.lanes + sum(map(len, requests))
    assert await asyncio.to_thread(eventually, lambda: engine.load.windows >= expected)
    backend.hold.set()
    await asyncio.gather(*plug, return_exceptions=True)
    return list(await asyncio.gather(*tasks, return_exceptions=True))


@pytest.mark.parametrize(
    ("trouble", "reason"), [(POISON, "error"), (NAN, "not_a_number"), (HUGE, "memory")]
)
async def test_a_bad_window_fails_its_own_request_only(trouble: int, reason: str) -> None:
    backend, tally = Words(), Tally()
    engine = await started(backend, tally, token_budget=64)
    windows = distinct(1, range(20))
    requests = [windows[:8], [windows[8], bad(trouble)], windows[9:]]
    first, failed, last = await behind(backend, engine, *requests)
    assert isinstance(failed, EngineError)
    assert (failed.__cause__ is None) == (reason == "not_a_number")
    assert isinstance(first, list)
    assert isinstance(last, list)
    assert [len(first), len(last)] == [8, 11]
    assert tally.counts[f"failed_{reason}"] == 1
    assert tally.balanced()
    assert (tally.counts["splits"] > 0) == (reason != "not_a_number")
    # The poisoned one is found by halving, not by running each alone.
    assert len(backend.batches) <= 2 + 2 * 6
    assert engine.ready
    assert len(await engine.classify("sentiment", windows)) == 20
    await engine.stop()


async def test_a_small_memory_halves_the_batches() -> None:
    backend, tally = Words(room=64), Tally()
    engine = await started(backend, tally, token_budget=256)
    windows = distinct(4, range(64))
    (found,) = await behind(backend, engine, windows)
    assert isinstance(found, list)
    assert [s.probabilities[0] for s in found] == [4] * 64
    assert tally.counts["splits"] >= 3
    assert tally.balanced()
    tally.counts.clear()
    await engine.classify("sentiment", distinct(4, range(100, 164)))
    assert tally.counts["splits"] == 0, "by now batches are small from the start"
    await engine.stop()


async def test_a_dead_lane_is_replaced_once() -> None:
    backend, tally = Words(), Tally()
    engine = await started(backend, tally, token_budget=8)
    others = distinct(4, range(10))
    failed, passed = await behind(backend, engine, [bad(DEADLY)], others)
    assert isinstance(failed, EngineError)
    assert isinstance(passed, list)
    assert eventually(lambda: engine.ready)
    assert (tally.counts["restarts"], tally.counts["failed_lane"]) == (1, 1)

    failed, left = await behind(backend, engine, [bad(DEADLY)], distinct(4, range(20, 30)))
    assert isinstance(failed, EngineError)
    assert isinstance(left, EngineNotReady)
    assert not engine.ready
    assert engine.load.lanes_alive == 0
    with pytest.raises(EngineNotReady):
        await engine.classify("sentiment", [Window("nobody there")])
    assert tally.counts["restarts"] == 1
    assert tally.balanced()
    await engine.stop()


async def test_the_other_lane_goes_on_but_the_engine_is_not_ready() -> None:
    backend, tally = Words(lanes=2), Tally()
    engine = await started(backend, tally, token_budget=8)
    for _ in range(3):  # both lanes have one restart
        with pytest.raises(EngineError):
            await engine.classify("sentiment", [bad(DEADLY)])
        await asyncio.sleep(0)
    assert eventually(lambda: tally.counts["failed_lane"] == 3)
    assert engine.load.lanes_alive in (1, 2)
    if engine.load.lanes_alive == 1:
        assert not engine.ready
    assert len(await engine.classify("sentiment", distinct(3, range(50)))) == 50
    await engine.stop()


async def test_a_backend_that_returns_too_few_rows_fails_its_windows() -> None:
    class Short(Words):
        def run(self, name, batch):  # type: ignore[no-untyped-def]
            return super().run(name, batch)[:-1]

    tally = Tally()
    engine = await started(Short(), tally)
    with pytest.raises(EngineError):
        await engine.classify("sentiment", distinct(3, range(4)))
    assert tally.counts["failed_error"] >= 1
    await engine.stop()


async def test_stop_lets_finish_what_is_queued() -> None:
    engine = await started(Words(0.01), Tally(), token_budget=8)
    task = asyncio.create_task(engine.classify("sentiment", distinct(4, range(20))))
    await asyncio.sleep(0.02)
    shutdown = asyncio.create_task(engine.stop())
    await asyncio.sleep(0.01)
    with pytest.raises(EngineNotReady):
        await engine.classify("sentiment", [Window("new")])
    assert len(await task) == 20
    await shutdown


async def test_an_engine_can_start_again() -> None:
    engine = await started(Words(lanes=2), Tally())
    for turn in range(3):
        assert engine.load.lanes_alive == 2
        windows = distinct(4, range(9 * turn, 9 * turn + 9))
        assert len(await engine.classify("sentiment", windows)) == 9
        await engine.stop()
        assert engine.load.lanes_alive == 0
        await engine.start()
    assert engine.ready
    await engine.stop()


async def test_stop_fails_what_does_not_finish_in_time() -> None:
    backend, tally = Words(), Tally()
    engine = LocalEngine(backend, events=tally, token_budget=8, grace=0.05)
    await engine.start()
    backend.hold.clear()
    task = asyncio.create_task(engine.classify("sentiment", distinct(4, range(20))))
    await asyncio.to_thread(backend.entered.acquire)
    shutdown = asyncio.create_task(engine.stop())
    with pytest.raises(EngineNotReady):
        await task
    backend.hold.set()
    await shutdown
    assert tally.counts["stopped"] == 18
    assert tally.counts["windows"] == 2
    assert tally.balanced()


async def test_writing_fails_alone_and_holds_up_no_scores() -> None:
    backend, tally = Words(writes=True), Tally()
    writes = backend.generate
    hold = asyncio.Event()
    loop = asyncio.get_running_loop()

    def slow(name, piece, max_tokens, step):  # type: ignore[no-untyped-def]
        asyncio.run_coroutine_threadsafe(hold.wait(), loop).result(30)
        if POISON in piece.ids:
            raise RuntimeError("poison")
        return writes(name, piece, max_tokens, step)

    backend.generate = slow  # type: ignore[method-assign]
    engine = await started(backend, tally)
    good = asyncio.create_task(engine.generate(["a bb"], 5))
    poisoned = asyncio.create_task(engine.generate(["x" * POISON], 5))
    assert len(await engine.classify("sentiment", distinct(3, range(5)))) == 5
    hold.set()
    assert await good == ["1 2"]
    with pytest.raises(EngineError):
        await poisoned
    await engine.stop()


def test_isolation_tries_every_item_once_alone_or_not_at_all() -> None:
    wanted = ModelInput(BatchGroup("any"), None, 1, None)
    items = [Item(wanted, due=0.0, order=n, seconds=0.0) for n in range(37)]
    guilty = {0, 17, 36}

    def run(part: Sequence[Item]) -> Sequence[int]:
        if any(item.order in guilty for item in part):
            raise ValueError
        return [item.order for item in part]

    ran: list[int] = []
    broke: list[int] = []
    for part in isolate(run, items):
        if isinstance(part, SucceededPart):
            ran += [item.order for item in part.items]
            assert part.rows == [item.order for item in part.items]
        elif len(part.items) == 1:
            broke += [item.order for item in part.items]
    assert set(broke) == guilty
    assert sorted(ran + broke) == list(range(37))


async def test_calls_tell_where_their_time_went() -> None:
    engine = await started(Words(0.01), Tally())
    call = Call()
    await engine.classify("sentiment", distinct(3, range(4)), call)
    assert call.seconds["model"] >= 0.01
    assert call.seconds["queue"] >= 0
    await engine.stop()
