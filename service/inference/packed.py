"""Networks with a layout of ours, run over packed tokens."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from itertools import chain
from typing import Protocol

import numpy as np
import torch
from numpy.typing import NDArray

from service.inference.encoding import Piece
from service.inference.network import Layout, compiled

Outputs = NDArray[np.float32]


class Encoder(Protocol):
    """Turns pieces into a network's outputs; thread-safe."""

    def __call__(self, batch: Sequence[Piece]) -> Outputs:
        """Logits, shape (n, own labels), or unit vectors, shape (n, dimensions)."""
        ...


class PackedEncoder:
    """Runs `network.encode`."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        table = layout.tables[0]
        self._device = table.device
        # Worth it only where exponentials are cheap to take and batched products fast.
        self._unshifted = table.dtype == torch.bfloat16 and table.device.type == "cpu"

    def __call__(self, batch: Sequence[Piece]) -> Outputs:
        """See `Encoder`."""
        made = self.run(batch, self._unshifted)
        if self._unshifted:
            again = np.flatnonzero(np.isnan(made[:, 0])).tolist()
            if again:
                made[again] = self.run([batch[i] for i in again], False)
        return made

    def run(self, batch: Sequence[Piece], unshifted: bool) -> Outputs:
        """One call of the network; rows are NaN where unshifted attention overflowed."""
        lengths = np.fromiter(map(len, batch), np.int64, len(batch))
        longest = int(lengths.max())
        ids = _flat([piece.ids for piece in batch], int(lengths.sum()))
        types = _flat([piece.type_ids for piece in batch], len(ids))
        first, second, third = (torch.from_numpy(a).to(self._device) for a in (ids, types, lengths))
        with torch.inference_mode(), _without_profile():
            made = compiled()(first, second, third, longest, unshifted, self._layout)
        outputs: Outputs = made.cpu().numpy()
        return outputs


def _without_profile() -> AbstractContextManager[None]:
    """TorchScript as written: it would else compile a graph anew for every shape."""
    made: AbstractContextManager[None] = torch.jit.optimized_execution(False)  # type: ignore[attr-defined]
    return made


def _flat(parts: Sequence[Sequence[int]], count: int) -> NDArray[np.int64]:
    return np.fromiter(chain.from_iterable(parts), np.int64, count)
