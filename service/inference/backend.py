"""What the engine asks of whatever runs its batches. Tests of the engine pass their own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from service.inference.backends.tokenization import TokenPiece
from service.inference.protocol import ModelInfo, Scores, Window


class Backend(Protocol):
    """Blocking. `tokenise`, `run` and `generate` may be called from several threads at once."""

    def load(self) -> None:
        """Load every model. Raises `ModelFileError` when a file is missing or wrong."""
        ...

    def infos(self) -> dict[str, ModelInfo]:
        """Every model by name; known before `load`, but for their precision."""
        ...

    def packing(self, name: str) -> Callable[[int], int] | None:
        """How many rows the tokens of a batch take, None where each window is padded.

        Known after `load`.
        """
        ...

    def tokenise(self, name: str, windows: Sequence[Window]) -> list[TokenPiece]:
        """Pieces of the windows for a model; called outside the lanes."""
        ...

    def run(self, name: str, batch: Sequence[TokenPiece]) -> Scores:
        """Probabilities, shape (n, labels), or unit vectors, shape (n, dimensions).

        Raises `OutOfMemory` where a smaller batch may fit.
        """
        ...

    def generate(self, name: str, piece: TokenPiece, max_tokens: int) -> str:
        """What a sequence-to-sequence model makes of one piece, in whole sentences.

        Empty where not even the first sentence came to an end within `max_tokens`.
        """
        ...
