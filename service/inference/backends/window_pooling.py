"""Combines the rows of pieces to one row for each window."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from service.inference.backends.tokenization import TokenPiece
from service.inference.protocol import ModelInfo, Scores


def pooled(
    info: ModelInfo, pieces: Sequence[TokenPiece], rows: Sequence[Scores], count: int
) -> Scores:
    """Rows of `count` windows, shape (count, columns), of a model's rows for their pieces."""
    if info.binary_entailment:
        return both_hypotheses(pieces, rows, count)
    return average(pieces, rows, count)


def both_hypotheses(pieces: Sequence[TokenPiece], rows: Sequence[Scores], count: int) -> Scores:
    """The stances of windows, shape (count, 3), by an NLI model of two classes."""
    return stances(*entailed(pieces, rows, count))


def entailed(
    pieces: Sequence[TokenPiece], rows: Sequence[Scores], count: int
) -> tuple[Scores, Scores]:
    """The probabilities that "in favor" and "against" are entailed, each of shape (count,).

    A row of `rows` holds that of its own hypothesis in the last column or, if turned, in the first.
    """
    sides = []
    for turned in (False, True):
        chosen = [at for at, piece in enumerate(pieces) if piece.turned is turned]
        side = average([pieces[at] for at in chosen], [rows[at] for at in chosen], count)
        sides.append(side[:, 0 if turned else 2])
    return sides[0], sides[1]


def stances(favor: Scores, against: Scores) -> Scores:
    """Stances, shape (n, 3), by the probabilities that two hypotheses are entailed.

    They are read as independent: a stance is taken if its own hypothesis is entailed and the other
    is not, else it is neutral.
    """
    either = (1 - favor) * (1 - against) + favor * against
    made: Scores = np.stack([against * (1 - favor), either, favor * (1 - against)], axis=1)
    return made


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
