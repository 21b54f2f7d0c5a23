"""The compiled encoder is made once, whichever lanes ask for it."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from service.inference.backends import encoder


def test_lanes_that_ask_at_once_get_the_same_one(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[object] = []

    def script(function: object) -> object:
        made.append(function)
        time.sleep(0.05)
        return object()

    monkeypatch.setattr("torch.jit.script", script)
    encoder._compiled.cache_clear()
    try:
        with ThreadPoolExecutor(4) as lanes:
            found = {id(one) for one in lanes.map(lambda _: encoder.compiled(), range(4))}
    finally:
        encoder._compiled.cache_clear()
    assert made == [encoder.encode]
    assert len(found) == 1
