"""Cosines of unit vectors, without the threads of numpy's BLAS.

OpenBLAS starts its own threads for any product of more than about ten thousand elements, and they
spin and compete with those of the network: a summary of 50 sentences took 30 ms of CPU, less than
1 ms of it for work. These products are too small for threads.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


def cosines(vectors: Vectors, vector: Vectors) -> Vectors:
    """The cosine of each row of `vectors`, shape (n, d), and `vector`, shape (d,): shape (n,)."""
    found: Vectors = np.einsum("nd,d->n", vectors, vector)
    return found
