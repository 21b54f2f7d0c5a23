"""Runs networks with a layout of ours on packed tokens."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from itertools import chain
from typing import Protocol

import numpy as np
import torch
from numpy.typing import NDArray

from service.inference.backends.encoder import Layout, compiled
from service.inference.backends.shape_buckets import blocks, groups
from service.inference.backends.tokenization import TokenPiece

Outputs = NDArray[np.float32]


class Encoder(Protocol):
    """Computes a network's outputs for pieces. It is thread-safe."""

    def __call__(self, batch: Sequence[TokenPiece]) -> Outputs:
        """Logits, shape (n, own labels), or unit vectors, shape (n, dimensions).

        A network whose head is a map on each token returns (tokens, columns), the tokens of all
        pieces one after the other.
        """
        ...


class PackedEncoder:
    """Runs `encoder.encode`."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        table = layout.tables[0]
        self._device = table.device
        # It only pays if exponentials and batched products are fast.
        self._unshifted = table.dtype == torch.bfloat16 and table.device.type == "cpu"
        self._by_token = len(layout.head) == 2

    def __call__(self, batch: Sequence[TokenPiece]) -> Outputs:
        """See `Encoder`."""
        made = self.run(batch, self._unshifted)
        if self._unshifted:
            lost = np.isnan(made[:, 0])
            if lost.any():
                owners = np.repeat(np.arange(len(batch)), self._rows(batch))
                again = np.unique(owners[lost])
                made[np.isin(owners, again)] = self.run([batch[i] for i in again], False)
        return made

    def run(self, batch: Sequence[TokenPiece], unshifted: bool) -> Outputs:
        """One call of the network. A row is NaN if unshifted attention overflowed."""
        order = sorted(range(len(batch)), key=lambda i: -len(batch[i]))
        lengths = [len(batch[i]) for i in order]
        rows = blocks(sum(lengths))
        ids = _flat([batch[i].ids for i in order], sum(rows))
        types = _flat([batch[i].type_ids for i in order], sum(rows))
        tensors = [
            torch.from_numpy(array).to(self._device)
            for array in (ids, types, np.array(lengths, dtype=np.int64))
        ]
        with torch.inference_mode(), _without_profile():
            made = compiled()(
                *tensors, groups(lengths), rows, blocks(len(batch)), unshifted, self._layout
            )
        outputs: Outputs = np.empty(made.shape, dtype=np.float32)
        places = _places(order, self._rows(batch)) if self._by_token else order
        outputs[places] = made.cpu().numpy()
        return outputs

    def _rows(self, batch: Sequence[TokenPiece]) -> list[int]:
        """The number of rows that each piece has in the outputs."""
        return [len(piece) for piece in batch] if self._by_token else [1] * len(batch)


def _places(order: Sequence[int], rows: Sequence[int]) -> NDArray[np.int64]:
    """The rows of pieces that are computed in another `order`, in the order of the batch."""
    begins = np.cumsum([0, *rows])
    return np.concatenate([np.arange(begins[i], begins[i + 1]) for i in order])


def _without_profile() -> AbstractContextManager[None]:
    """Disable TorchScript's optimizer, which would compile another graph for every shape."""
    made: AbstractContextManager[None] = torch.jit.optimized_execution(False)  # type: ignore[attr-defined]
    return made


def _flat(parts: Sequence[Sequence[int]], rows: int) -> NDArray[np.int64]:
    """All numbers concatenated in one row, then zeros."""
    made = np.zeros(rows, dtype=np.int64)
    values = list(chain.from_iterable(parts))
    made[: len(values)] = values
    return made
