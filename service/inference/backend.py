"""What runs a batch. `TorchBackend` is the real one; tests of the engine pass their own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from service.inference.encoding import Piece, encode
from service.inference.types import ModelInfo, Window

if TYPE_CHECKING:
    from service.inference.registry import LoadedModel, Registry

Scores = NDArray[np.float32]


class Backend(Protocol):
    """Blocking and single-threaded: the engine calls it from its lane only."""

    def load(self) -> None:
        """Load every model. Raises `ModelFileError` when a file is missing or wrong."""
        ...

    def infos(self) -> dict[str, ModelInfo]:
        """What serves each task; known before `load`."""
        ...

    def tokenise(self, task: str, windows: Sequence[Window]) -> list[Piece]:
        """Pieces of the windows; thread-safe, called outside the lane."""
        ...

    def run(self, task: str, batch: Sequence[Piece]) -> Scores:
        """Probabilities, shape (n, labels), or unit vectors, shape (n, dimensions)."""
        ...


class TorchBackend:
    """Encoders by torch on the CPU, in the precision they are stored in (fp32)."""

    def __init__(self, registry: Registry, threads: int | None = None) -> None:
        self._registry = registry
        self._threads = threads
        self._names = {task: registry.for_task(task).name for task in registry.tasks}
        self._loaded: dict[str, LoadedModel] = {}

    def load(self) -> None:
        """See `Backend.load`."""
        from service.inference import runtime

        runtime.prepare(self._threads)
        self._loaded = {task: self._registry.load(name) for task, name in self._names.items()}

    def infos(self) -> dict[str, ModelInfo]:
        """See `Backend.infos`."""
        return {task: self._registry.info(name) for task, name in self._names.items()}

    def tokenise(self, task: str, windows: Sequence[Window]) -> list[Piece]:
        """See `Backend.tokenise`."""
        model = self._loaded[task]
        return encode(model.tokenizer, windows, model.entry.max_tokens)

    def run(self, task: str, batch: Sequence[Piece]) -> Scores:
        """See `Backend.run`."""
        import torch

        model = self._loaded[task]
        width = max(len(piece) for piece in batch)
        ids = np.zeros((len(batch), width), dtype=np.int64)
        types = np.zeros_like(ids)
        mask = np.zeros_like(ids)
        for row, piece in enumerate(batch):
            ids[row, : len(piece)] = piece.ids
            types[row, : len(piece)] = piece.type_ids
            mask[row, : len(piece)] = 1
        with torch.inference_mode():
            attention = torch.from_numpy(mask)
            output = model.module(
                input_ids=torch.from_numpy(ids),
                token_type_ids=torch.from_numpy(types),
                attention_mask=attention,
            )
            if task == "embedding":
                kept = attention.unsqueeze(-1).to(output.last_hidden_state.dtype)
                mean = (output.last_hidden_state * kept).sum(1) / kept.sum(1)
                result = torch.nn.functional.normalize(mean, dim=1)
            else:
                result = torch.softmax(output.logits / model.entry.temperature, dim=1)
        scores: Scores = result.float().numpy()
        return scores
