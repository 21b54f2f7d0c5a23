"""What a window scores does not depend on its company, nor on lanes and caches."""

from __future__ import annotations

import random

import numpy as np
import pytest

from service.inference.backend import TorchBackend
from service.inference.local import LocalEngine
from service.inference.registry import Registry
from service.inference.types import Call, Window
from tests.conftest import ARTICLE, settings

pytestmark = pytest.mark.models


@pytest.mark.parametrize(("task", "target"), [("sentiment", None), ("stance", "harbour road")])
async def test_alone_equals_in_any_company(task: str, target: str | None) -> None:
    rng, words = random.Random(6), ARTICLE.split()
    windows = [
        Window(" ".join(rng.choice(words) for _ in range(rng.choice((2, 9, 30, 90, 220)))), target)
        for _ in range(24)
    ]
    backend = TorchBackend(Registry.from_settings(settings(profiles=["fast"])), 1, "fp32")
    engine = LocalEngine(backend, lanes=2, cache_bytes=0, token_budget=512)
    await engine.start()
    call = Call()
    alone = [(await engine.classify(task, [w], call))[0].probabilities for w in windows]
    together = await engine.classify(task, windows, call)
    rng.shuffle(order := list(range(len(windows))))
    shuffled = await engine.classify(task, [windows[i] for i in order], call)
    await engine.stop()
    np.testing.assert_allclose([s.probabilities for s in together], alone, atol=1e-5)
    np.testing.assert_allclose(
        [s.probabilities for s in shuffled], [alone[i] for i in order], atol=1e-5
    )
