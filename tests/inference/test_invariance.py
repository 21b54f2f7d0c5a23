"""What a window scores does not depend on its company, nor on lanes and caches."""

from __future__ import annotations

import random
from collections.abc import Sequence

import numpy as np
import pytest

from service.inference.backends.packed import Outputs, PackedEncoder
from service.inference.backends.tokenization import TokenPiece
from service.inference.engine import LocalEngine
from service.inference.models.registry import Registry
from service.inference.protocol import Call, Window
from service.inference.torch_backend import TorchBackend
from service.inference.torch_runtime import Precision
from tests.conftest import ARTICLE, settings

pytestmark = pytest.mark.models


# What the order of a few additions changes in each precision. bf16 keeps eight binary digits.
_TOLERANCE = {"fp32": 1e-5, "bf16": 0.02}


@pytest.mark.parametrize("precision", _TOLERANCE)
@pytest.mark.parametrize(("task", "target"), [("sentiment", None), ("stance", "harbour road")])
async def test_alone_equals_in_any_company(
    task: str, target: str | None, precision: Precision
) -> None:
    rng, words = random.Random(6), ARTICLE.split()
    windows = [
        Window(" ".join(rng.choice(words) for _ in range(rng.choice((2, 9, 30, 90, 220)))), target)
        for _ in range(24)
    ]
    tolerance = _TOLERANCE[precision]
    backend = TorchBackend(Registry.from_settings(settings(profiles=["fast"])), 1, precision)
    engine = LocalEngine(backend, lanes=2, cache_bytes=0, token_budget=512)
    await engine.start()
    call = Call()
    alone = [(await engine.classify(task, [w], call))[0].probabilities for w in windows]
    together = await engine.classify(task, windows, call)
    rng.shuffle(order := list(range(len(windows))))
    shuffled = await engine.classify(task, [windows[i] for i in order], call)
    await engine.stop()
    np.testing.assert_allclose([s.probabilities for s in together], alone, atol=tolerance)
    np.testing.assert_allclose(
        [s.probabilities for s in shuffled], [alone[i] for i in order], atol=tolerance
    )


@pytest.mark.parametrize("task", ["sentiment", "stance", "embedding"])
def test_ordinary_windows_are_computed_once_in_bf16(
    task: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second run is for scores that are too large, not for what stands in padded places."""
    calls: list[bool] = []
    run = PackedEncoder.run

    def counted(encoder: PackedEncoder, batch: Sequence[TokenPiece], unshifted: bool) -> Outputs:
        calls.append(unshifted)
        return run(encoder, batch, unshifted)

    backend = TorchBackend(Registry.from_settings(settings(profiles=["fast"])), 1, "bf16")
    backend.load()
    words = ARTICLE.split()
    name = {"sentiment": "sentiment-minilm", "stance": "stance-minilm"}.get(task, "encoder-minilm")
    target = "harbour road" if task == "stance" else None
    windows = [
        Window(" ".join(words[i % 7 :] * 4)[: 40 * i + 60].rsplit(" ", 1)[0], target)
        for i in range(1, 24)
    ]
    pieces = backend.tokenise(name, windows)
    assert max(map(len, pieces)) > 128 > 64 > min(map(len, pieces))
    monkeypatch.setattr(PackedEncoder, "run", counted)
    for piece in pieces:
        backend.run(name, [piece])
    backend.run(name, pieces)
    assert calls == [True] * (len(pieces) + 1)
