"""Texts that recipes read with the service's reader."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from models.training.data.engines import MODELS
from models.training.data.readings import read_all, read_with_models
from service.inference.engine import LocalEngine
from service.inference.fake_engine import FakeEngine
from service.text.segmentation.builder import build_document

TEXTS = ["Ana Duarte closed the road.", "Karl Weiss said it was late. Ana Duarte left."]


async def test_readings_are_in_the_order_of_the_texts() -> None:
    done: list[int] = []
    documents = [build_document(text, language="en") for text in TEXTS]
    found = await read_all(FakeEngine(), documents, done.append)
    names = [
        [d.read(n.span) for n in reading.names] for d, reading in zip(documents, found, strict=True)
    ]
    assert names == [["Ana Duarte"], ["Karl Weiss", "Ana Duarte"]]
    assert sorted(done) == [1, 2]


def test_what_the_cache_has_is_not_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engines: list[FakeEngine] = []

    def made(*_: object, **__: object) -> FakeEngine:
        engines.append(FakeEngine())
        return engines[-1]

    monkeypatch.setattr(LocalEngine, "from_settings", made)
    cache = tmp_path / "readings"
    read_with_models(TEXTS[:1], MODELS, cache)
    (_, first), (_, second) = read_with_models(TEXTS, MODELS, cache)
    assert [[e.name for e in names.entities] for names in (first, second)] == [
        ["Ana Duarte"],
        ["Karl Weiss", "Ana Duarte"],
    ]
    assert [len(engine.segments) for engine in engines] == [1, 2]
    assert not any(engine.ready for engine in engines)
    read_with_models(TEXTS, MODELS, cache)
    assert len(engines) == 2
    assert set(pickle.loads(cache.read_bytes())) == set(TEXTS)
