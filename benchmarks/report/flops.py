"""The work of the fast profile's networks, all of them MiniLM-L6."""

from __future__ import annotations

LAYERS, WIDTH = 6, 384


def flop(length: float) -> float:
    """FLOP of one token in a sequence of a length, as the network is published.

    24 width² in the linear maps of a layer and 4 length width in its attention, also where our
    last layer computes less.
    """
    return LAYERS * (24 * WIDTH**2 + 4 * length * WIDTH)
