"""The loaded networks of a registry, in which equal tensors are stored once."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch
from torch import Tensor

from service.inference.backends.encoder import Layout

if TYPE_CHECKING:
    from service.inference.models.hf_loader import LoadedModel
    from service.inference.models.registry import Registry
    from service.inference.torch_runtime import Precision


@dataclass(frozen=True, slots=True)
class Network:
    """A network by its layout; `own_labels` are its outputs in order."""

    layout: Layout
    own_labels: tuple[str, ...]
    precision: str


class WeightPool:
    """Tensors by content, because models with the same base often share its embeddings."""

    def __init__(self) -> None:
        self._held: dict[tuple[torch.Size, torch.dtype], list[Tensor]] = defaultdict(list)

    def share(self, layout: Layout) -> Layout:
        """The layout, in which a tensor that equals an earlier one is replaced by it."""
        return layout._replace(
            tables=[self._one(t) for t in layout.tables],
            layers=[self._one(t) for t in layout.layers],
            head=[self._one(t) for t in layout.head],
            bias=None if layout.bias is None else self._one(layout.bias),
        )

    def _one(self, tensor: Tensor) -> Tensor:
        held = self._held[tensor.shape, tensor.dtype]
        for other in held:
            if torch.equal(other, tensor):
                return other
        held.append(tensor)
        return tensor


def ready(
    registry: Registry, name: str, wanted: Precision, pool: WeightPool
) -> Network | LoadedModel:
    """A model of the registry, with its layout if its architecture has one."""
    from service.inference.backends.precision import DTYPES, choose, device, put

    found = registry.layout(name)
    if found is None:
        # It is built by transformers. It may still have a layout, if its config only omits numbers.
        from service.inference.models.tensor_map import layout

        loaded = registry.load(name)
        made = layout(loaded.module, loaded.entry.max_tokens, torch.float32)
        if made is None:
            return loaded
        if loaded.head is not None:
            made = made._replace(head=list(loaded.head))
        found = made, loaded.own_labels
    made, labels = found
    entry = registry.entries[name]
    precision = choose(entry.precision or wanted, made, device(entry.device))
    return Network(pool.share(put(made, DTYPES[precision])), labels, precision)
