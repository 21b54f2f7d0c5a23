"""The engine, with a backend that is slow, fails or counts as told."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator

import numpy as np
import pytest
import pytest_asyncio

from service.inference.engine import LocalEngine
from service.inference.protocol import (
    Call,
    DeadlinePassed,
    EngineNotReady,
    EngineOverloaded,
    NoSuchModel,
    Window,
)
from tests.inference.words import HUGE, Tally, Words, distinct, eventually


@pytest_asyncio.fixture
async def engine() -> AsyncIterator[LocalEngine]:
    made = LocalEngine(Words(), token_budget=64)
    await made.start()
    yield made
    await made.stop()


async def test_scores_come_back_in_the_order_asked(engine: LocalEngine) -> None:
    texts = ["one", "a b c d", "x y", "p q r s t u v"]
    scores = await engine.classify("sentiment", [Window(t) for t in texts])
    assert [s.probabilities[0] for s in scores] == [1, 4, 2, 7]


async def test_an_overlong_window_is_averaged_over_its_pieces(engine: LocalEngine) -> None:
    call = Call()
    (score,) = await engine.classify("sentiment", [Window("w " * 25)], call)
    # Pieces of 10, 10 and 5 words, weighted by their length.
    assert score.probabilities[0] == pytest.approx((10 * 10 + 10 * 10 + 5 * 5) / 25)
    assert (call.tokens, call.windows) == (25, 1)


async def test_no_windows_no_work(engine: LocalEngine) -> None:
    assert await engine.classify("sentiment", []) == []


async def test_long_texts_are_tokenised_off_the_loop(engine: LocalEngine) -> None:
    texts = ["word " * n for n in (9, 400, 200)]
    call = Call()
    scores = await engine.classify("sentiment", [Window(t) for t in texts], call)
    assert [s.probabilities[0] for s in scores] == [9, 10, 10]
    assert call.tokens == 609
    assert call.seconds.keys() == {"tokenise", "queue", "model"}


async def test_a_short_request_overtakes_a_long_one() -> None:
    backend = Words(0.005)
    engine = LocalEngine(backend, token_budget=10)
    await engine.start()
    backend.hold.clear()
    done: list[str] = []

    async def request(name: str, numbers: range) -> None:
        await engine.classify("sentiment", distinct(9, numbers))
        done.append(name)

    long = asyncio.create_task(request("long", range(40)))
    assert await asyncio.to_thread(eventually, lambda: engine.load.windows == 40)
    short = asyncio.create_task(request("short", range(100, 101)))
    assert await asyncio.to_thread(eventually, lambda: engine.load.windows == 41)
    backend.hold.set()
    await asyncio.gather(long, short)
    await engine.stop()
    assert done == ["short", "long"]


async def test_a_passed_deadline_says_where_the_time_went() -> None:
    engine = LocalEngine(Words(0.03), token_budget=4)
    await engine.start()
    call = Call(deadline=time.monotonic() + 0.1)
    with pytest.raises(DeadlinePassed) as caught:
        await engine.classify("sentiment", distinct(3, range(50)), call)
    assert caught.value.spent["model"] > 0
    with pytest.raises(DeadlinePassed):
        await engine.classify("sentiment", [Window("too late")], call)
    await engine.stop()
    assert engine.load.tokens == 0


async def test_work_is_refused_by_predicted_wait() -> None:
    backend = Words(0.02)
    engine = LocalEngine(backend, token_budget=10, max_queue_seconds=0.001)
    await engine.start()
    # The speed is known only after a batch. Without it, all work counts as ahead of a newcomer.
    await engine.classify("sentiment", [Window("first")])
    backend.hold.clear()
    # A newcomer gains on what waits as time passes, so there is work for many seconds.
    first = asyncio.create_task(engine.classify("sentiment", distinct(9, range(600))))
    assert await asyncio.to_thread(eventually, lambda: engine.load.windows == 600)
    assert engine.predicted_wait() > 2 * engine.predicted_wait(1) > 0
    with pytest.raises(EngineOverloaded) as caught:
        await engine.classify("sentiment", [Window("late")])
    assert caught.value.retry_after > 0
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    backend.hold.set()
    # What runs already still counts until it has ended.
    assert await asyncio.to_thread(eventually, lambda: engine.predicted_wait() == 0)
    assert len(await engine.classify("sentiment", [Window("again")])) == 1
    await engine.stop()


async def test_nothing_is_scored_before_start_and_after_stop() -> None:
    engine = LocalEngine(Words())
    with pytest.raises(EngineNotReady):
        await engine.classify("sentiment", [Window("x")])
    assert not engine.ready
    await engine.start()
    assert engine.ready
    await engine.stop()
    assert not engine.ready
    with pytest.raises(EngineNotReady):
        await engine.embed(["x"])


async def test_vectors_have_unit_length(engine: LocalEngine) -> None:
    vectors = await engine.embed(["a b", "c d e"])
    assert vectors.shape == (2, 3)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1])


async def test_a_call_chooses_the_profile() -> None:
    backend = Words()
    engine = LocalEngine(backend, profiles=["fast", "accurate"], cache_bytes=0)
    await engine.start()
    for profile in (None, "accurate", "fast"):
        await engine.classify("sentiment", [Window("x")], Call(profile=profile))
        await engine.embed(["x"], Call(profile=profile))
    await engine.stop()
    assert backend.names == ["m", "v", "good", "v", "m", "v"]
    assert engine.info("sentiment", "accurate").name == "good"
    with pytest.raises(NoSuchModel, match="summary in the profile fast"):
        engine.info("summary")


async def test_texts_are_written_in_their_order_and_overlong_ones_in_parts() -> None:
    engine = LocalEngine(Words(writes=True))
    await engine.start()
    call = Call()
    made = await engine.generate(["a bb ccc", "dddd " * 12], 2, call)
    assert await engine.generate(["a bb ccc"], 3, call) == ["1 2 3"]
    assert engine.load.lanes == 2
    await engine.stop()
    assert made == ["1 2", "4 4 4 4"]
    assert (call.tokens, call.windows, engine.load.tokens) == (18, 3, 0)


ENDLESS = "w" * HUGE


async def test_a_listener_hears_of_each_token() -> None:
    engine = LocalEngine(Words(writes=True))
    await engine.start()
    heard: list[tuple[int, int, str]] = []
    texts = ["a bb", "ccc"]
    made = await engine.generate(texts, 5, listener=lambda *told: heard.append(told))
    await asyncio.sleep(0)
    await engine.stop()
    assert made == ["1 2", "3"]
    assert heard == [(0, 1, "1"), (0, 2, "1 2"), (1, 1, "3")]


async def test_the_deadline_ends_a_text_in_the_middle() -> None:
    tally = Tally()
    engine = LocalEngine(Words(0.005, writes=True), grace=0.1, events=tally)
    await engine.start()
    with pytest.raises(DeadlinePassed):
        await engine.generate([ENDLESS], 5, Call(deadline=time.monotonic() + 0.05))
    assert await engine.generate(["a bb"], 5) == ["1 2"]  # the lane is free again
    await engine.stop()
    assert tally.balanced()
    assert tally.counts["cancelled"] == 1  # and no failure
    assert not tally.counts["failed_error"]


async def test_a_text_goes_on_for_the_callers_who_stay() -> None:
    engine = LocalEngine(Words(0.005, writes=True), grace=0.1)
    await engine.start()
    begun = asyncio.Event()
    first = asyncio.create_task(
        engine.generate(["a bb " * 5], 10, listener=lambda *told: begun.set())
    )
    await begun.wait()
    second = asyncio.create_task(engine.generate(["a bb " * 5], 10))
    await asyncio.sleep(0.01)
    first.cancel()
    assert await second == ["1 2 1 2 1 2 1 2 1 2"]
    await engine.stop()


async def test_nobody_joins_a_text_that_is_being_stopped() -> None:
    backend = Words(0.05, writes=True)
    engine = LocalEngine(backend, grace=0.1)
    await engine.start()
    begun = asyncio.Event()
    left = asyncio.create_task(engine.generate(["a bb ccc"], 3, listener=lambda *told: begun.set()))
    await begun.wait()
    left.cancel()
    with pytest.raises(asyncio.CancelledError):
        await left
    assert await engine.generate(["a bb ccc"], 3) == ["1 2 3"]  # whole, and no error
    await engine.stop()
