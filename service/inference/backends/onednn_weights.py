"""Prepacks weights into the memory layout that oneDNN multiplies in.

Otherwise oneDNN reorders plain weights at each call. This is a sixth of the time of a single
sentence, which is little work for many weights.
"""

from __future__ import annotations

import torch
from torch import Tensor

from service.inference.backends.encoder import Layout

_ROWS = 256  # the number of rows that the layout is chosen for; it also suits fewer
_WEIGHTS = (0, 2, 6, 8)  # of the twelve tensors of a layer


class OnednnWeights:
    """The weights that were reordered so far, so that models share equal weights."""

    def __init__(self) -> None:
        self._made: dict[int, tuple[Tensor, Tensor]] = {}

    def layout(self, given: Layout) -> Layout:
        """The layout with its weights reordered, or unchanged if oneDNN does not run it."""
        if not given.onednn:
            return given
        layers = [
            self._one(tensor) if place % 12 in _WEIGHTS else tensor
            for place, tensor in enumerate(given.layers)
        ]
        head = given.head
        if (
            len(head) == 4
        ):  # the single map of a model for tokens is computed in fp32, without oneDNN
            head = [self._one(head[0]), *head[1:]]
        return given._replace(layers=layers, head=head)

    def _one(self, weight: Tensor) -> Tensor:
        # The weight itself is kept, too, so that no other tensor can have its id.
        if id(weight) not in self._made:
            made: Tensor = torch.ops.mkldnn._reorder_linear_weight(weight, _ROWS)
            self._made[id(weight)] = weight, made
        return self._made[id(weight)][1]
