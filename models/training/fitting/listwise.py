"""Listwise ranking by a softmax over each list (ListNet with top one, Cao et al., ICML 2007).

The scores are linear in the features, so this is a conditional logit over lists of any length,
fitted by Newton's method with an L2 penalty.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
_STEPS = 40
_TOLERANCE = 1e-6


def fit_listwise(lists: Sequence[tuple[Array, Array]], penalty: float, counts: float = 1) -> Array:
    """The coefficients, shape (d,).

    Args:
        lists: the features of each list, shape (n, d), and how much of the choice falls on each
            of its items, shape (n,), with the sum 1.
        penalty: the weight of the squared coefficients.
        counts: how many choices each list stands for.
    """
    width = lists[0][0].shape[1]
    found: Array = np.zeros(width)
    for _ in range(_STEPS):
        slope, curve = penalty * found, penalty * np.eye(width)
        for x, target in lists:
            logits = x @ found
            p = np.exp(logits - logits.max())
            p /= p.sum()
            mean = p @ x
            slope -= counts * (target @ x - mean)
            curve += counts * ((x * p[:, None]).T @ x - np.outer(mean, mean))
        step = np.linalg.solve(curve, slope)
        found -= step
        if float(np.abs(step).max()) < _TOLERANCE:
            break
    return found
