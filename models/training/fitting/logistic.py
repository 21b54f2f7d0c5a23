"""Logistic regression with an L2 penalty, by Newton's method."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
_STEPS = 40
_TOLERANCE = 1e-7


def fit_logistic(x: Array, y: Array, weights: Array, penalty: float) -> Array:
    """The coefficients, shape (d,), of the rows `x`, shape (n, d), whose first column is 1.

    Args:
        x: the features.
        y: the labels, shape (n,), each from 0 to 1.
        weights: how much each row counts, shape (n,).
        penalty: the weight of the squared coefficients, that of the first column left out.
    """
    found: Array = np.zeros(x.shape[1])
    shrink = np.full(x.shape[1], penalty)
    shrink[0] = 1e-6
    for _ in range(_STEPS):
        p = 1 / (1 + np.exp(-x @ found))
        slope = x.T @ (weights * (p - y)) + shrink * found
        curve = (x * (weights * p * (1 - p))[:, None]).T @ x + np.diag(shrink)
        step = np.linalg.solve(curve, slope)
        found -= step
        if float(np.abs(step).max()) < _TOLERANCE:
            break
    return found
