"""What turns pieces into a network's outputs: packed where we know the architecture."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from itertools import chain
from typing import Any, Protocol

import numpy as np
import structlog
import torch
from numpy.typing import NDArray
from torch import Tensor
from transformers import PreTrainedModel

from service.inference.build import LoadedModel
from service.inference.encoding import Piece
from service.inference.layout import layout
from service.inference.network import Layout, compiled

Outputs = NDArray[np.float32]

_log = structlog.get_logger("copydesk.inference")


class Encoder(Protocol):
    """Thread-safe."""

    def __call__(self, batch: Sequence[Piece]) -> Outputs:
        """Logits, shape (n, own labels), or unit vectors, shape (n, dimensions)."""
        ...


def encoder(loaded: LoadedModel, precision: str) -> Encoder:
    """The fastest that can run a loaded network."""
    dtype = torch.bfloat16 if precision == "bf16" else torch.float32
    made = layout(loaded.module, loaded.entry.max_tokens, dtype)
    if made is not None:
        return PackedEncoder(made)
    _log.info("network runs unpacked", model=loaded.entry.name, kind=type(loaded.module).__name__)
    torch.nn.Module.to(loaded.module, dtype)
    return PaddedEncoder(loaded.module, loaded.pad_id, types=loaded.token_types)


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


class PaddedEncoder:
    """Runs a network of transformers as it is, for architectures that are not ours."""

    def __init__(self, module: PreTrainedModel, pad_id: int, *, types: bool) -> None:
        self._module = module
        self._pad_id = pad_id
        self._types = types

    def __call__(self, batch: Sequence[Piece]) -> Outputs:
        """See `Encoder`."""
        inputs = self.inputs(batch)
        with torch.inference_mode():
            output = self._module(**inputs)
            if "logits" in output:
                made = output.logits.float()
            else:
                hidden = output.last_hidden_state.float()
                total = (hidden * inputs["attention_mask"].unsqueeze(-1)).sum(1)
                made = torch.nn.functional.normalize(total, dim=1)
        outputs: Outputs = made.cpu().numpy()
        return outputs

    def write(self, piece: Piece, max_tokens: int) -> list[int]:
        """Token ids by beam search with four beams, as summarisers are tuned for."""
        inputs = self.inputs([piece])
        inputs.pop("token_type_ids", None)
        with torch.inference_mode():
            generate: Any = self._module.generate
            made = generate(**inputs, num_beams=4, do_sample=False, max_new_tokens=max_tokens)
        ids: list[int] = made[0].tolist()
        return ids

    def inputs(self, batch: Sequence[Piece]) -> dict[str, Tensor]:
        """Padded tensors, each of shape (n, longest)."""
        width = max(len(piece) for piece in batch)
        ids = np.full((len(batch), width), self._pad_id, dtype=np.int64)
        types = np.zeros_like(ids)
        mask = np.zeros_like(ids)
        for row, piece in enumerate(batch):
            ids[row, : len(piece)] = piece.ids
            types[row, : len(piece)] = piece.type_ids
            mask[row, : len(piece)] = 1
        named = {"input_ids": ids, "attention_mask": mask}
        named |= {"token_type_ids": types} if self._types else {}
        device = self._module.device
        return {name: torch.from_numpy(array).to(device) for name, array in named.items()}


def _without_profile() -> AbstractContextManager[None]:
    """TorchScript as written: it would else compile a graph anew for every shape."""
    made: AbstractContextManager[None] = torch.jit.optimized_execution(False)  # type: ignore[attr-defined]
    return made


def _flat(parts: Sequence[Sequence[int]], count: int) -> NDArray[np.int64]:
    return np.fromiter(chain.from_iterable(parts), np.int64, count)
