"""What runs a batch. `TorchBackend` is the real one; tests of the engine pass their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from service.inference.encoding import Piece, encode
from service.inference.hypotheses import hypotheses
from service.inference.memory import memory_errors
from service.inference.outputs import label_matrix, to_labels
from service.inference.types import ModelInfo, Window

if TYPE_CHECKING:
    from tokenizers import Tokenizer

    from service.inference.build import LoadedModel
    from service.inference.encoder import Encoder
    from service.inference.model_file import ModelEntry
    from service.inference.registry import Registry
    from service.inference.runtime import Precision

Scores = NDArray[np.float32]


class Backend(Protocol):
    """Blocking. `tokenise`, `run` and `generate` may be called from several threads at once.

    What a batch costs goes by its tokens; like lengths in a batch save little more.
    """

    def load(self) -> None:
        """Load every model. Raises `ModelFileError` when a file is missing or wrong."""
        ...

    def infos(self) -> dict[str, ModelInfo]:
        """Every model by name; known before `load`."""
        ...

    def tokenise(self, name: str, windows: Sequence[Window]) -> list[Piece]:
        """Pieces of the windows for a model; called outside the lanes."""
        ...

    def run(self, name: str, batch: Sequence[Piece]) -> Scores:
        """Probabilities, shape (n, labels), or unit vectors, shape (n, dimensions).

        Raises `OutOfMemory` where a smaller batch may fit.
        """
        ...

    def generate(self, name: str, piece: Piece, max_tokens: int) -> str:
        """Text that a sequence-to-sequence model makes of one piece."""
        ...


@dataclass(frozen=True, slots=True)
class _Model:
    """A model that is ready to run."""

    entry: ModelEntry
    tokenizer: Tokenizer
    encoder: Encoder
    to_ours: Scores


class TorchBackend:
    """Networks by torch on the CPU, in fp32 unless told otherwise."""

    def __init__(
        self, registry: Registry, threads: int | None = None, precision: Precision = "fp32"
    ) -> None:
        self._registry = registry
        self._threads = threads
        self._precision = precision
        self._models: dict[str, _Model] = {}

    def load(self) -> None:
        """See `Backend.load`."""
        from service.inference import runtime

        runtime.prepare(self._threads)
        precision = runtime.chosen_precision(self._precision)
        self._models = {
            name: self._ready(self._registry.load(name), precision)
            for name in self._registry.entries
        }

    def _ready(self, loaded: LoadedModel, precision: str) -> _Model:
        from service.inference.encoder import encoder

        return _Model(
            loaded.entry,
            loaded.tokenizer,
            encoder(loaded, precision),
            label_matrix(loaded.entry, loaded.own_labels),
        )

    def infos(self) -> dict[str, ModelInfo]:
        """See `Backend.infos`."""
        return {name: self._registry.info(name) for name in self._registry.entries}

    def tokenise(self, name: str, windows: Sequence[Window]) -> list[Piece]:
        """See `Backend.tokenise`."""
        model = self._models[name]
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
        model = self._models[name]
        with memory_errors():
            outputs = model.encoder(batch)
            if model.entry.architecture == "encoder":
                return outputs
            return to_labels(outputs, model.entry.temperature, model.to_ours, batch)

    def generate(self, name: str, piece: Piece, max_tokens: int) -> str:
        """See `Backend.generate`. Beam search with four beams, as such models are tuned for."""
        from service.inference.encoder import PaddedEncoder

        model = self._models[name]
        assert isinstance(model.encoder, PaddedEncoder)  # the registry wants a seq2seq here
        with memory_errors():
            ids = model.encoder.write(piece, max_tokens)
        text: str = model.tokenizer.decode(ids, skip_special_tokens=True)
        return " ".join(text.split())
