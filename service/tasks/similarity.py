"""Cosines of unit vectors, without the threads of numpy's BLAS.

OpenBLAS wakes its own threads for any product of more than some ten thousand elements, and
they spin beside the network's: a summary of 50 sentences cost 30 ms of CPU, of which less
than one was work. These sums are too small to be worth a thread.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


def cosines(vectors: Vectors, vector: Vectors) -> Vectors:
    """Of each row of `vectors`, shape (n, d), with `vector`, shape (d,): shape (n,)."""
    found: Vectors = np.einsum("nd,d->n", vectors, vector)
    return found
