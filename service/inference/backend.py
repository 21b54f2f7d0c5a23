"""What runs a batch. `TorchBackend` is the real one; tests of the engine pass their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from service.inference.encoding import Piece, encode
from service.inference.hypotheses import hypotheses
from service.inference.memory import memory_errors
from service.inference.outputs import to_labels
from service.inference.types import ModelInfo, Window

if TYPE_CHECKING:
    import torch

    from service.inference.build import LoadedModel
    from service.inference.registry import Registry
    from service.inference.runtime import Precision

Scores = NDArray[np.float32]


class Backend(Protocol):
    """Blocking and single-threaded: the engine calls it from its lane only."""

    def load(self) -> None:
        """Load every model. Raises `ModelFileError` when a file is missing or wrong."""
        ...

    def infos(self) -> dict[str, ModelInfo]:
        """Every model by name; known before `load`."""
        ...

    def tokenise(self, name: str, windows: Sequence[Window]) -> list[Piece]:
        """Pieces of the windows for a model; thread-safe, called outside the lane."""
        ...

    def run(self, name: str, batch: Sequence[Piece]) -> Scores:
        """Probabilities, shape (n, labels), or unit vectors, shape (n, dimensions).

        Raises `OutOfMemory` where a smaller batch may fit.
        """
        ...

    def generate(self, name: str, piece: Piece, max_tokens: int) -> str:
        """Text that a sequence-to-sequence model makes of one piece."""
        ...


class TorchBackend:
    """Networks by torch on the CPU, in fp32 unless told otherwise."""

    def __init__(
        self, registry: Registry, threads: int | None = None, precision: Precision = "fp32"
    ) -> None:
        self._registry = registry
        self._threads = threads
        self._precision = precision
        self._loaded: dict[str, LoadedModel] = {}

    def load(self) -> None:
        """See `Backend.load`."""
        import torch

        from service.inference import runtime

        runtime.prepare(self._threads)
        self._loaded = {name: self._registry.load(name) for name in self._registry.entries}
        if runtime.chosen_precision(self._precision) == "bf16":
            for model in self._loaded.values():
                torch.nn.Module.to(model.module, torch.bfloat16)

    def infos(self) -> dict[str, ModelInfo]:
        """See `Backend.infos`."""
        return {name: self._registry.info(name) for name in self._registry.entries}

    def tokenise(self, name: str, windows: Sequence[Window]) -> list[Piece]:
        """See `Backend.tokenise`."""
        model = self._loaded[name]
        limit = model.entry.max_tokens
        if model.entry.nli is None:
            return encode(model.tokenizer, windows, limit)
        pieces = []
        for turn in (0, 1):
            put = [hypotheses(w.target or "", model.entry.nli)[turn] for w in windows]
            asked = [Window(w.text, h.text) for w, h in zip(windows, put, strict=True)]
            for piece in encode(model.tokenizer, asked, limit, target_first=False):
                pieces.append(replace(piece, turned=put[piece.owner].turned))
        return pieces

    def run(self, name: str, batch: Sequence[Piece]) -> Scores:
        """See `Backend.run`."""
        import torch

        model = self._loaded[name]
        inputs = _inputs(model, batch)
        with memory_errors(), torch.inference_mode():
            output = model.module(**inputs)
            if model.entry.architecture == "encoder":
                hidden = output.last_hidden_state.float()
                kept = inputs["attention_mask"].unsqueeze(-1).to(hidden.dtype)
                mean = (hidden * kept).sum(1) / kept.sum(1)
                result = torch.nn.functional.normalize(mean, dim=1)
            else:
                result = torch.softmax(output.logits.float() / model.entry.temperature, dim=1)
        scores: Scores = result.float().numpy()
        if model.entry.architecture == "encoder":
            return scores
        return to_labels(model, scores, batch)

    def generate(self, name: str, piece: Piece, max_tokens: int) -> str:
        """See `Backend.generate`. Beam search with four beams, as such models are tuned for."""
        import torch

        model = self._loaded[name]
        inputs = _inputs(model, [piece])
        inputs.pop("token_type_ids", None)
        with memory_errors(), torch.inference_mode():
            made = model.module.generate(  # type: ignore[operator]
                **inputs, num_beams=4, do_sample=False, max_new_tokens=max_tokens
            )
        text: str = model.tokenizer.decode(made[0].tolist(), skip_special_tokens=True)
        return " ".join(text.split())


def _inputs(model: LoadedModel, batch: Sequence[Piece]) -> dict[str, torch.Tensor]:
    """Padded tensors, each of shape (n, longest)."""
    import torch

    width = max(len(piece) for piece in batch)
    ids = np.full((len(batch), width), model.pad_id, dtype=np.int64)
    types = np.zeros_like(ids)
    mask = np.zeros_like(ids)
    for row, piece in enumerate(batch):
        ids[row, : len(piece)] = piece.ids
        types[row, : len(piece)] = piece.type_ids
        mask[row, : len(piece)] = 1
    inputs = {"input_ids": torch.from_numpy(ids), "attention_mask": torch.from_numpy(mask)}
    return inputs | {"token_type_ids": torch.from_numpy(types)} if model.token_types else inputs
