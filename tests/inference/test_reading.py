"""`Engine.read`: tokens of segments by the engine, in slices, and by the fake engine."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import numpy as np
import pytest
import pytest_asyncio

from service.inference import background_engine
from service.inference.background_engine import SLICE, BackgroundEngine
from service.inference.batching.score_cache import ScoreCache
from service.inference.engine import LocalEngine
from service.inference.fake_engine import FakeEngine, fake_model, nothing_found
from service.inference.models.registry import Registry
from service.inference.protocol import (
    Call,
    DeadlinePassed,
    EngineError,
    EngineNotReady,
    Head,
    NoSuchModel,
    Segment,
    TokenOutputs,
    Window,
)
from service.inference.torch_backend import TorchBackend
from tests.inference import tiny_reader
from tests.inference.words import HEADS, NAN, POISON, Tally, Words, distinct

SEGMENTS = [Segment("a bb ccc dddd"), Segment(""), Segment("ee ff g"), Segment("h iii jj k l")]


@pytest_asyncio.fixture
async def engine() -> AsyncIterator[LocalEngine]:
    made = LocalEngine(Words(reads=True), token_budget=64)
    await made.start()
    yield made
    await made.stop()


async def test_each_segment_has_its_tokens(engine: LocalEngine) -> None:
    call = Call()
    found = await engine.read("reader", SEGMENTS, call)
    for segment, outputs in zip(SEGMENTS, found, strict=True):
        words = [segment.text[begin:end] for begin, end in outputs.spans]
        assert words == segment.text.split()
        assert outputs.values[:, 0].tolist() == [len(word) for word in words]
    # The windows have 4 + 3 and 3 + 5 tokens. Of the three that they share, the last is farther
    # from the beginning of the second one than from the end of the first.
    places = np.concatenate([outputs.values[:, 1] for outputs in found])
    windows = np.concatenate([outputs.values[:, 2] for outputs in found])
    assert windows.tolist() == [7] * 6 + [8] * 6
    assert places.tolist() == [*range(6), *range(2, 8)]
    assert (call.windows, call.tokens) == (2, 15)
    assert call.seconds.keys() == {"tokenise", "queue", "model"}


async def test_nothing_to_read(engine: LocalEngine) -> None:
    assert await engine.read("reader", []) == []
    (blank,) = await engine.read("reader", [Segment("")])
    assert (blank.spans.shape, blank.values.shape) == ((0, 2), (0, 3))


async def test_only_a_model_for_tokens_reads(engine: LocalEngine) -> None:
    with pytest.raises(EngineError, match="m has no outputs for tokens"):
        await engine.read("sentiment", SEGMENTS)
    with pytest.raises(NoSuchModel):
        await engine.read("reader", SEGMENTS, Call(profile="accurate"))


async def test_windows_of_all_models_share_lanes_and_cache() -> None:
    backend, tally = Words(reads=True), Tally()
    engine = LocalEngine(backend, events=tally, token_budget=64)
    with pytest.raises(EngineNotReady):
        await engine.read("reader", SEGMENTS)
    await engine.start()
    long = [Segment("word " * 900)]
    one, scores, other = await asyncio.gather(
        engine.read("reader", long),
        engine.classify("sentiment", distinct(3, range(4))),
        engine.read("reader", [*long, Segment("end")]),
    )
    again = await engine.read("reader", long)
    await engine.stop()
    assert len(scores) == 4
    assert np.array_equal(one[0].values, again[0].values)
    assert np.array_equal(one[0].values[:800], other[0].values[:800])
    assert tally.counts["joined"] + tally.counts["hit"] > 200
    assert tally.balanced()
    assert max(map(sum, backend.ran)) <= 64


@pytest.mark.parametrize(("length", "reason"), [(NAN, "not_a_number"), (POISON, "error")])
async def test_a_bad_window_fails_its_own_call_only(length: int, reason: str) -> None:
    tally = Tally()
    engine = LocalEngine(Words(reads=True), events=tally, token_budget=64)
    await engine.start()
    good, bad = await asyncio.gather(
        engine.read("reader", SEGMENTS),
        engine.read("reader", [Segment(f"a {'x' * length} b")]),
        return_exceptions=True,
    )
    await engine.stop()
    assert isinstance(bad, EngineError)
    assert isinstance(good, list)
    assert tally.counts[f"failed_{reason}"] == 1


async def test_too_few_rows_fail() -> None:
    class Short(Words):
        def run(self, name, batch):  # type: ignore[no-untyped-def]
            return super().run(name, batch)[:-1]

    engine = LocalEngine(Short(reads=True))
    await engine.start()
    with pytest.raises(EngineError):
        await engine.read("reader", SEGMENTS)
    await engine.stop()


async def test_a_deadline_ends_a_reading(engine: LocalEngine) -> None:
    with pytest.raises(DeadlinePassed):
        await engine.read("reader", SEGMENTS, Call(deadline=time.monotonic() - 1))


def test_the_cache_counts_the_bytes_of_all_tokens() -> None:
    cache = ScoreCache(100_000)
    cache.put("one", np.zeros((100, 30), dtype=np.float32))
    assert 12_000 < cache.bytes < 13_000


async def test_a_real_network_reads(tmp_path: Path) -> None:
    registry = tiny_reader.make(tmp_path)
    engine = LocalEngine(TorchBackend(registry, 1), lanes=2, tune=True)
    await engine.start()
    segments = [
        Segment("The MAYOR closes the road", opens_block=True),
        *(Segment("bad and very bad") for _ in range(9)),
    ]
    found, scores = await asyncio.gather(
        engine.read("reader", segments), engine.classify("stance", [Window("bad", "mayor")])
    )
    (alone,) = await engine.read("reader", segments[:1])
    await engine.stop()
    assert len(scores) == 1
    (piece,) = _loaded(registry).tokenise_segments("reader", segments[:1]).pieces
    wanted = tiny_reader.reference(tmp_path, list(piece.ids), list(piece.type_ids))[1:-1].numpy()
    assert alone.values == pytest.approx(wanted, abs=1e-4)
    assert [len(outputs.values) for outputs in found] == [5] + [4] * 9
    assert not np.array_equal(found[0].values, alone.values)  # its window had other sentences


def _loaded(registry: Registry) -> TorchBackend:
    backend = TorchBackend(registry, 1)
    backend.load()
    return backend


class Around(FakeEngine):
    """Whose tokens tell of the segments that were given with theirs."""

    def __init__(self) -> None:
        super().__init__(models=[fake_model("reader", heads=HEADS)], reader=self._read)
        self.sizes: list[int] = []

    def _read(self, segments: Sequence[Segment]) -> list[TokenOutputs]:
        self.sizes.append(sum(len(segment.text) for segment in segments))
        made = []
        for at, segment in enumerate(segments):
            near = segments[max(0, at - 2) : at + 3]
            row = [len(segment.text), sum(len(other.text) for other in near), len(near)]
            made.append(
                TokenOutputs(np.array([[0, 1]], dtype=np.int32), np.array([row], dtype=np.float32))
            )
        return made


async def test_slices_are_read_with_what_is_around_them(monkeypatch: pytest.MonkeyPatch) -> None:
    segments = [Segment("x" * (1 + n * 37 % 150)) for n in range(400)]
    engine = Around()
    background = BackgroundEngine(engine, concurrency=2, longest=10)
    found = await background.read("reader", segments)
    assert len(engine.sizes) > 2
    assert max(engine.sizes) <= SLICE + 2 * background_engine._CONTEXT
    whole = engine._read(segments)
    assert [o.values.tolist() for o in found] == [o.values.tolist() for o in whole]
    monkeypatch.setattr(background_engine, "_CONTEXT", 0)
    apart = await background.read("reader", segments)
    assert [o.values.tolist() for o in apart] != [o.values.tolist() for o in whole]
    assert await background.read("reader", []) == []


async def test_the_fake_engine_finds_nothing_unless_told() -> None:
    heads = (Head("tag", 3, ("B-x", "O", "I-x")), Head("link", 2), Head("kind", 2, ("a", "b")))
    engine = FakeEngine(models=[fake_model("reader", heads=heads)])
    call = Call()
    segments = [Segment("Ana’s word, again."), Segment("")]
    found = await engine.read("reader", segments, call)
    text = segments[0].text
    assert [text[b:e] for b, e in found[0].spans] == ["Ana", "’", "s", "word", ",", "again", "."]
    tags = found[0].values[:, engine.info("reader").columns("tag")]
    assert set(tags.argmax(axis=1).tolist()) == {1}
    assert not found[0].values[:, engine.info("reader").columns("link")].any()
    assert set(found[0].values[:, 5:].argmax(axis=1).tolist()) == {0}
    assert found[1].values.shape == (0, 7)
    assert engine.segments == segments
    assert call.windows == 2
    with pytest.raises(NoSuchModel):
        await FakeEngine().read("another", segments)
    with pytest.raises(EngineNotReady):
        await FakeEngine(fail_on="word", models=engine.models).read("reader", segments)


async def test_the_fake_engine_reads_as_told() -> None:
    def marked(segments: Sequence[Segment]) -> list[TokenOutputs]:
        made = [nothing_found(segment, HEADS) for segment in segments]
        made[0].values[:] = 3
        return made

    engine = FakeEngine(models=[fake_model("reader", heads=HEADS)], reader=marked)
    one, other = await engine.read("reader", [Segment("a b"), Segment("c")])
    assert one.values.tolist() == [[3, 3, 3]] * 2
    assert other.values.tolist() == [[0, 8, 0]]
