"""Converts a network's outputs to probabilities of our labels."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from service.inference.backends.tokenization import TokenPiece
from service.inference.manifest.entry import ModelEntry
from service.inference.protocol import Scores


def label_matrix(entry: ModelEntry, own: Sequence[str]) -> Scores:
    """The matrix that maps the network's own labels to ours, shape (own, ours)."""
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


def to_labels(
    logits: Scores, temperature: float, matrix: Scores, batch: Sequence[TokenPiece]
) -> Scores:
    """Logits, shape (n, own labels), to probabilities, shape (n, our labels).

    `matrix` is that of `label_matrix`. The poles of turned hypotheses are swapped.
    """
    scaled = logits / np.float32(temperature)
    powers = np.exp(scaled - scaled.max(axis=1, keepdims=True))
    found: Scores = (powers / powers.sum(axis=1, keepdims=True)) @ matrix
    turned = [row for row, piece in enumerate(batch) if piece.turned]
    if turned:
        found[turned] = found[turned, ::-1]
    return found
