"""The engine's lane, with a backend that is slow, fails or counts as told."""

from __future__ import annotations

import asyncio
import random
import threading
import time
from collections.abc import AsyncIterator, Sequence

import numpy as np
import pytest
import pytest_asyncio

from service.inference.backend import Scores
from service.inference.encoding import Piece
from service.inference.local import LocalEngine
from service.inference.types import (
    Call,
    DeadlineExceeded,
    EngineError,
    EngineNotReady,
    EngineOverloaded,
    ModelInfo,
    NoSuchModel,
    Window,
)

LABELS = ("a", "b", "c")
FAST = ModelInfo("m", "1", "sentiment", LABELS, 256, "base", "MIT", ("fast",))
GOOD = ModelInfo("good", "1", "sentiment", LABELS, 256, "base", "MIT", ("accurate",))
VECTORS = ModelInfo("v", "1", "embedding", (), 256, "base", "MIT", ("fast", "accurate"))


class Words:
    """A backend whose token is a word; the score of a window is its number of words."""

    def __init__(self, seconds: float = 0.0) -> None:
        self.seconds = seconds
        self.batches: list[list[int]] = []
        self.names: list[str] = []
        self.inside = 0
        self.lock = threading.Lock()

    def load(self) -> None:
        """Nothing to load."""

    def infos(self) -> dict[str, ModelInfo]:
        return {info.name: info for info in (FAST, GOOD, VECTORS)}

    def tokenise(self, name: str, windows: Sequence[Window]) -> list[Piece]:
        """A window of more than ten words becomes pieces of ten."""
        pieces = []
        for owner, window in enumerate(windows):
            words = window.text.split()
            for start in range(0, max(1, len(words)), 10):
                part = tuple(len(w) for w in words[start : start + 10])
                pieces.append(Piece(owner, part, part, float(len(part))))
        return pieces

    def run(self, name: str, batch: Sequence[Piece]) -> Scores:
        with self.lock:
            self.inside += 1
        assert self.inside == 1, "two batches in the lane at once"
        time.sleep(self.seconds)
        self.batches.append([len(p) for p in batch])
        with self.lock:
            self.inside -= 1
        if any(666 in p.ids for p in batch):
            raise RuntimeError("poison")
        if any(667 in p.ids for p in batch):
            return np.full((len(batch), 3), np.nan, dtype=np.float32)
        self.names.append(name)
        return np.array([[len(p), sum(p.ids), 1] for p in batch], dtype=np.float32)

    def generate(self, name: str, piece: Piece, max_tokens: int) -> str:
        return " ".join(str(i) for i in piece.ids[:max_tokens])


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


async def test_random_schedules_lose_and_mix_nothing() -> None:
    rng = random.Random(4)
    engine = LocalEngine(Words(0.0005), token_budget=40)
    await engine.start()

    async def request(n: int) -> None:
        await asyncio.sleep(rng.random() * 0.02)
        lengths = [rng.randint(1, 9) for _ in range(n)]
        call = Call()
        scores = await engine.classify("sentiment", [Window("w " * k) for k in lengths], call)
        assert [s.probabilities[0] for s in scores] == lengths
        assert call.tokens == sum(lengths)

    tasks = [asyncio.create_task(request(rng.randint(1, 30))) for _ in range(40)]
    doomed = rng.sample(tasks, 10)
    await asyncio.sleep(0.01)
    for task in doomed:
        task.cancel()
    results = await asyncio.gather(*tasks, return_exceptions=True)
    for task, result in zip(tasks, results, strict=True):
        assert result is None or (task in doomed and isinstance(result, asyncio.CancelledError))
    assert engine.waiting_tokens == 0
    assert len(await engine.classify("sentiment", [Window("still alive")])) == 1
    await engine.stop()


async def test_a_short_request_overtakes_a_long_one() -> None:
    engine = LocalEngine(Words(0.005), token_budget=10)
    await engine.start()
    done: list[str] = []

    async def request(name: str, windows: int) -> None:
        await engine.classify("sentiment", [Window("w " * 9)] * windows)
        done.append(name)

    long = asyncio.create_task(request("long", 40))
    await asyncio.sleep(0.02)
    await request("short", 1)
    await long
    await engine.stop()
    assert done == ["short", "long"]


@pytest.mark.parametrize("length", [666, 667])
async def test_a_poisoned_window_fails_its_own_request_only(
    engine: LocalEngine, length: int
) -> None:
    bad = engine.classify("sentiment", [Window("ok"), Window("x" * length)])
    good = engine.classify("sentiment", [Window("fine words")])
    failed, passed = await asyncio.gather(bad, good, return_exceptions=True)
    assert isinstance(failed, EngineError)
    assert not isinstance(passed, BaseException)
    assert passed[0].probabilities[0] == 2


async def test_a_passed_deadline_says_where_the_time_went() -> None:
    engine = LocalEngine(Words(0.03), token_budget=4)
    await engine.start()
    call = Call(deadline=time.monotonic() + 0.05)
    with pytest.raises(DeadlineExceeded) as caught:
        await engine.classify("sentiment", [Window("a b c")] * 20, call)
    assert caught.value.spent["model"] > 0
    assert engine.waiting_tokens == 0
    await engine.stop()


async def test_work_is_refused_by_predicted_wait() -> None:
    engine = LocalEngine(Words(0.02), token_budget=10, max_queue_seconds=0.001)
    await engine.start()
    first = asyncio.create_task(engine.classify("sentiment", [Window("w " * 9)] * 50))
    await asyncio.sleep(0.03)
    with pytest.raises(EngineOverloaded) as caught:
        await engine.classify("sentiment", [Window("late")])
    assert caught.value.retry_after > 0
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    assert len(await engine.classify("sentiment", [Window("again")])) == 1
    await engine.stop()


async def test_nothing_is_scored_before_start_and_after_stop() -> None:
    engine = LocalEngine(Words())
    with pytest.raises(EngineNotReady):
        await engine.classify("sentiment", [Window("x")])
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
    engine = LocalEngine(backend, profiles=["fast", "accurate"])
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
    backend = Words()
    backend.infos = lambda: {  # type: ignore[method-assign]
        "w": ModelInfo("w", "1", "summary", (), 10, "base", "MIT", ("fast",))
    }
    engine = LocalEngine(backend)
    await engine.start()
    call = Call()
    made = await engine.generate(["a bb ccc", "dddd " * 12], 2, call)
    await engine.stop()
    assert made == ["1 2", "4 4 4 4"]
    assert (call.tokens, call.windows, engine.waiting_tokens) == (15, 2, 0)
