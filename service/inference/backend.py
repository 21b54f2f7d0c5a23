"""The protocol of the backend that runs the engine's batches. Tests pass their own backend."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from service.inference.backends.tokenization import TokenPiece
from service.inference.protocol import ModelInfo, Scores, Segment, Window
from service.inference.segments.tokenise import SegmentTokens


class Backend(Protocol):
    """All methods block. Those after `packing` are thread-safe."""

    def load(self) -> None:
        """Load every model. Raises `ModelFileError` if a file is missing or wrong."""
        ...

    def infos(self) -> dict[str, ModelInfo]:
        """Every model by name. Everything but the precision is known before `load`."""
        ...

    def packing(self, name: str) -> Callable[[int], int] | None:
        """The number of rows that the tokens of a batch take, None if each window is padded.

        It is known after `load`.
        """
        ...

    def tokenise(self, name: str, windows: Sequence[Window]) -> list[TokenPiece]:
        """Pieces of the windows for a model. It is called outside of the lanes."""
        ...

    def tokenise_segments(self, name: str, segments: Sequence[Segment]) -> SegmentTokens:
        """Pieces of consecutive segments for a model for tokens. It is called like `tokenise`."""
        ...

    def run(self, name: str, batch: Sequence[TokenPiece]) -> Scores:
        """Probabilities, shape (n, labels), or unit vectors, shape (n, dimensions).

        A model for tokens returns (tokens, columns), the tokens of all pieces one after the other.
        Raises `OutOfMemory` if a smaller batch may fit.
        """
        ...

    def prompts(self, name: str, texts: Sequence[str], words: int | None) -> list[TokenPiece]:
        """Inputs of a model that generates text. It is called like `tokenise`.

        `words` is the length that the prompt asks for. A text that does not fit becomes several.
        """
        ...

    def generate(
        self, name: str, piece: TokenPiece, max_tokens: int, step: Callable[[int, str], bool]
    ) -> str:
        """The output of a model that generates text for one input, in whole sentences.

        It is empty if not even the first sentence ended within `max_tokens`. `step` is called after
        each token with their number and their text so far. Raises `GenerationStopped` as soon as it
        returns that the generation does not go on.
        """
        ...
