"""Converts a network's outputs to probabilities of our labels."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from service.inference.backends.tokenization import TokenPiece
from service.inference.manifest.entry import ModelEntry
from service.inference.manifest.outputs import Activation
from service.inference.protocol import Scores

_LEAST = np.float32(1e-30)  # a smaller sum of scores says nothing, and cannot be divided by


def label_matrix(entry: ModelEntry, own: Sequence[str]) -> Scores:
    """The matrix that maps the network's own labels to ours, shape (own, ours).

    A network with one output has two rows: one for what its output leaves, one for the output.
    """
    ours = list(entry.labels)
    if entry.nli is not None:
        mapping = {name: ours[at] for name, at in entry.nli.mapping}
    else:
        mapping = entry.label_map or {label: label for label in ours}
    wanted = [mapping[name] for name in own]
    if entry.otherwise is not None:
        wanted.insert(0, entry.otherwise)
    matrix = np.zeros((len(wanted), len(ours)), dtype=np.float32)
    for row, label in enumerate(wanted):
        matrix[row, ours.index(label)] = 1.0
    return matrix


def probabilities(logits: Scores, activation: Activation) -> Scores:
    """Logits, shape (n, outputs), to probabilities that sum to 1, shape (n, outputs).

    A single output becomes two columns, the first of which is what it leaves.
    """
    if activation == "softmax":
        powers = np.exp(logits - logits.max(axis=1, keepdims=True))
        softened: Scores = powers / powers.sum(axis=1, keepdims=True)
        return softened
    if activation == "sigmoid":
        values = 1 / (1 + np.exp(-np.clip(logits, -60, 60)))
    else:
        values = np.clip(logits, 0, 1)
    if values.shape[1] == 1:
        return np.concatenate([1 - values, values], axis=1)
    total = values.sum(axis=1, keepdims=True)
    even = np.float32(1 / values.shape[1])
    shares: Scores = np.where(total > _LEAST, values / np.maximum(total, _LEAST), even)
    return shares


def to_labels(
    logits: Scores, entry: ModelEntry, matrix: Scores, batch: Sequence[TokenPiece]
) -> Scores:
    """Logits, shape (n, own labels), to probabilities, shape (n, our labels).

    `matrix` is that of `label_matrix`. The poles of turned hypotheses are swapped.
    """
    scaled = logits if entry.activation == "identity" else logits / np.float32(entry.temperature)
    found: Scores = probabilities(scaled, entry.activation) @ matrix
    if entry.nli is not None and entry.nli.binary:
        found = _moved(found, entry.nli.threshold)
    turned = [row for row, piece in enumerate(batch) if piece.turned]
    if turned:
        found[turned] = found[turned, ::-1]
    return found


def _moved(found: Scores, threshold: float) -> Scores:
    """Shift the log odds of entailment, the last column, so that `threshold` becomes one half."""
    yes, no = found[:, 2] * (1 - threshold), found[:, 1] * threshold
    share = yes / np.maximum(yes + no, 1e-30)
    moved: Scores = np.stack([np.zeros_like(share), 1 - share, share], axis=1)
    return moved
