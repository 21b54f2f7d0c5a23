"""The probabilities of a served classifier, without the engine."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from service.inference.backends.tokenization import TokenPiece
from service.inference.backends.window_pooling import entailed, pooled
from service.inference.protocol import Window
from service.inference.torch_backend import TorchBackend

_BATCH = 16


def probabilities(
    backend: TorchBackend, name: str, windows: Sequence[Window]
) -> NDArray[np.float64]:
    """Shape (n, labels). A window of several pieces has the mean of their scores."""
    pieces = backend.tokenise(name, windows)
    rows = piece_rows(backend, name, pieces)
    return np.array(pooled(backend.infos()[name], pieces, rows, len(windows)), dtype=np.float64)


def hypotheses_entailed(
    backend: TorchBackend, name: str, windows: Sequence[Window]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """How likely a two-class NLI model finds "in favor" and "against", each of shape (n,)."""
    pieces = backend.tokenise(name, windows)
    return entailed(pieces, piece_rows(backend, name, pieces), len(windows))


def piece_rows(
    backend: TorchBackend, name: str, pieces: Sequence[TokenPiece]
) -> list[NDArray[np.float32]]:
    """The row of each piece, computed in batches of similar length."""
    order = sorted(range(len(pieces)), key=lambda at: len(pieces[at]))
    rows: list[NDArray[np.float32]] = [np.empty(0, dtype=np.float32)] * len(pieces)
    for start in range(0, len(order), _BATCH):
        chosen = order[start : start + _BATCH]
        scores = backend.run(name, [pieces[at] for at in chosen])
        for at, row in zip(chosen, scores, strict=True):
            rows[at] = row
    return rows
