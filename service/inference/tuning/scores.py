"""The probabilities of a served classifier, without the engine."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from service.inference.backends.window_pooling import pooled
from service.inference.protocol import Window
from service.inference.torch_backend import TorchBackend

_BATCH = 16


def probabilities(
    backend: TorchBackend, name: str, windows: Sequence[Window]
) -> NDArray[np.float64]:
    """Shape (n, labels). A window of several pieces has the mean of their scores."""
    pieces = backend.tokenise(name, windows)
    order = sorted(range(len(pieces)), key=lambda at: len(pieces[at]))
    rows: list[NDArray[np.float32]] = [np.empty(0, dtype=np.float32)] * len(pieces)
    for start in range(0, len(order), _BATCH):
        chosen = order[start : start + _BATCH]
        scores = backend.run(name, [pieces[at] for at in chosen])
        for at, row in zip(chosen, scores, strict=True):
            rows[at] = row
    info = backend.infos()[name]
    return np.array(pooled(info, pieces, rows, len(windows)), dtype=np.float64)
