"""Weights in the order in which oneDNN multiplies.

Given them as they are it brings them into that order at each call: a sixth of the time of a
sentence, which is little work for many weights.
"""

from __future__ import annotations

import torch
from torch import Tensor

from service.inference.backends.encoder import Layout

_ROWS = 256  # of the products that the order is chosen for; it serves fewer as well
_WEIGHTS = (0, 2, 6, 8)  # of the twelve tensors of a layer


class OnednnWeights:
    """Weights reordered so far, so that models share those that they have in common."""

    def __init__(self) -> None:
        self._made: dict[int, tuple[Tensor, Tensor]] = {}

    def layout(self, given: Layout) -> Layout:
        """The layout with its weights reordered; as it is where oneDNN does not compute."""
        if not given.onednn:
            return given
        layers = [
            self._one(tensor) if place % 12 in _WEIGHTS else tensor
            for place, tensor in enumerate(given.layers)
        ]
        head = [self._one(given.head[0]), *given.head[1:]] if given.head else []
        return given._replace(layers=layers, head=head)

    def _one(self, weight: Tensor) -> Tensor:
        # The weight itself is kept too, so that no other tensor can get its id.
        if id(weight) not in self._made:
            made: Tensor = torch.ops.mkldnn._reorder_linear_weight(weight, _ROWS)
            self._made[id(weight)] = weight, made
        return self._made[id(weight)][1]
