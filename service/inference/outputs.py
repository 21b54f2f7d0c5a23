"""From a network's outputs to probabilities of our labels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from service.inference.encoding import Piece
from service.inference.model_file import ModelEntry

if TYPE_CHECKING:
    from service.inference.build import LoadedModel

Scores = NDArray[np.float32]


def label_matrix(entry: ModelEntry, own: Sequence[str]) -> Scores:
    """What each of the network's labels adds to ours, shape (own, ours)."""
    ours = list(entry.labels)
    if entry.nli is not None:
        low, neutral, high = ours
        mapping = {
            entry.nli.contradiction: low,
            entry.nli.neutral: neutral,
            entry.nli.entailment: high,
        }
    else:
        mapping = entry.label_map or {label: label for label in ours}
    matrix = np.zeros((len(own), len(ours)), dtype=np.float32)
    for row, name in enumerate(own):
        matrix[row, ours.index(mapping[name])] = 1.0
    return matrix


def to_labels(model: LoadedModel, probabilities: Scores, batch: Sequence[Piece]) -> Scores:
    """Shape (n, own labels) to (n, our labels); the poles of turned hypotheses change places."""
    found = probabilities @ label_matrix(model.entry, model.own_labels)
    turned = [row for row, piece in enumerate(batch) if piece.turned]
    found[turned] = found[turned, ::-1]
    scores: Scores = found.astype(np.float32)
    return scores
