"""Averages the rows of pieces to one row for each window."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from service.inference.backends.tokenization import TokenPiece
from service.inference.protocol import Scores


def average(pieces: Sequence[TokenPiece], rows: Sequence[Scores], count: int) -> Scores:
    """Rows of `count` windows, shape (count, columns): the weighted means of their pieces."""
    scores: Scores = np.stack(rows)
    if len(pieces) == count:
        return scores  # each window has one piece, in order
    owners = np.fromiter((piece.owner for piece in pieces), dtype=np.intp, count=len(pieces))
    weights = np.fromiter((piece.weight for piece in pieces), dtype=np.float32, count=len(pieces))
    total = np.zeros((count, scores.shape[1]), dtype=np.float32)
    np.add.at(total, owners, scores * weights[:, None])
    result: Scores = total / np.bincount(owners, weights, count).astype(np.float32)[:, None]
    return result
