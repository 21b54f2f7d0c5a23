"""The conditional logit (McFadden, 1974) with an L2 penalty, by Newton's method."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
_STEPS = 60
_TOLERANCE = 1e-7


def fit_conditional(x: Array, chosen: NDArray[np.int64], weights: Array, penalty: float) -> Array:
    """The coefficients, shape (d,), that all alternatives share.

    Args:
        x: the features of each alternative, shape (n, alternatives, d).
        chosen: the index of the right alternative, shape (n,).
        weights: how much each row counts, shape (n,).
        penalty: the weight of the squared coefficients.
    """
    found: Array = np.zeros(x.shape[2])
    own = weights @ x[np.arange(len(x)), chosen]
    for _ in range(_STEPS):
        logits = x @ found
        p = np.exp(logits - logits.max(axis=1, keepdims=True))
        p /= p.sum(axis=1, keepdims=True)
        mean = np.einsum("na,nad->nd", p, x)
        slope = weights @ mean - own + penalty * found
        curve = np.einsum("na,nad,nae->de", weights[:, None] * p, x, x)
        curve -= (weights[:, None] * mean).T @ mean
        step = np.linalg.solve(curve + penalty * np.eye(len(found)), slope)
        found -= step
        if float(np.abs(step).max()) < _TOLERANCE:
            break
    return found
