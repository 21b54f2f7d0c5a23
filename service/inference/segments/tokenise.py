"""Converts segments to the inputs of a model for tokens, and its outputs to those of segments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from service.inference.backends.tokenization import TokenPiece
from service.inference.segments.case_types import case_types
from service.inference.segments.windows import Starts, TokenRange, merged, windows_of
from service.inference.token_outputs import Segment, Spans, TokenOutputs, TokenValues


@dataclass(frozen=True, slots=True)
class SegmentTokens:
    """The tokens of all segments in one row, and the model's inputs made of them.

    `spans` counts code points within each token's own segment. `starts` has the first token of each
    segment and the number of all. `pieces` are the inputs, one for each of the `windows`, and begin
    with `leading` special tokens.
    """

    spans: Spans
    starts: Starts
    windows: tuple[TokenRange, ...] = ()
    pieces: tuple[TokenPiece, ...] = ()
    leading: int = 0

    def outputs(self, rows: Sequence[TokenValues], columns: int) -> list[TokenOutputs]:
        """The outputs of each segment, from a row of values for each piece.

        A row has the shape (tokens of the piece, `columns`), special tokens included.
        """
        values: TokenValues = np.zeros((0, columns), dtype=np.float32)
        if self.windows:
            texts = [
                row[self.leading : self.leading + end - begin]
                for (begin, end), row in zip(self.windows, rows, strict=True)
            ]
            values = merged(self.windows, texts)
        bounds = self.starts[1:-1]
        parts = zip(np.split(self.spans, bounds), np.split(values, bounds), strict=True)
        return [TokenOutputs(*part) for part in parts] if len(self.starts) > 1 else []


def tokenise_segments(
    tokenizer: Tokenizer,
    segments: Sequence[Segment],
    max_tokens: int,
    *,
    context: int,
    typed: bool,
) -> SegmentTokens:
    """The tokens of consecutive segments, in windows of at most `max_tokens` tokens.

    `context` is the overlap of windows in tokens; see `windows_of`. Types of tokens are 0 unless
    they are `typed`; see `case_types`.
    """
    encodings = tokenizer.encode_batch([s.text for s in segments], add_special_tokens=False)
    starts = np.cumsum([0, *(len(encoding.ids) for encoding in encodings)], dtype=np.int64)
    by_segment = [_spans(encoding) for encoding in encodings]
    spans = np.concatenate([_spans(None), *by_segment])
    types = np.zeros(len(spans), dtype=np.int8)
    if typed and len(spans):
        pairs = zip(segments, by_segment, strict=True)
        types = np.concatenate([case_types(segment, own) for segment, own in pairs])
    ids = [number for encoding in encodings for number in encoding.ids]
    before, after = _special_tokens(tokenizer)
    room = max_tokens - len(before) - len(after)
    windows = windows_of(starts, room, min(context, room // 2))
    pieces = tuple(
        _piece(owner, (before, ids[begin:end], after), types[begin:end])
        for owner, (begin, end) in enumerate(windows)
    )
    return SegmentTokens(spans, starts, tuple(windows), pieces, len(before))


def _spans(encoding: Encoding | None) -> Spans:
    offsets = encoding.offsets if encoding is not None else []
    return np.array(offsets, dtype=np.int32).reshape(-1, 2)


def _special_tokens(tokenizer: Tokenizer) -> tuple[list[int], list[int]]:
    """The ids that the tokenizer puts before and after a single text."""
    whole = tokenizer.post_process(tokenizer.encode("a", add_special_tokens=False))
    own = whole.special_tokens_mask.index(0)
    after = len(whole.ids) - whole.special_tokens_mask[::-1].index(0)
    return whole.ids[:own], whole.ids[after:]


def _piece(
    owner: int, ids: tuple[list[int], list[int], list[int]], types: NDArray[np.int8]
) -> TokenPiece:
    before, own, after = ids
    kinds = (*(0 for _ in before), *types.tolist(), *(0 for _ in after))
    return TokenPiece(owner, (*before, *own, *after), kinds, float(len(own)))
