"""The tokens of a text as the service gives them to the network."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from service.inference.reader.model_annotator import segments_of
from service.inference.segments.tokenise import tokenise_segments
from service.inference.segments.windows import Starts
from service.text.segmentation.builder import build_document
from service.text.span import Span

_ALL = 1 << 30  # tokens: no window ends before the text


@dataclass(frozen=True, slots=True)
class TextTokens:
    """The tokens of all sentences of a text, n of them.

    `spans`, shape (n, 2), counts code points of the text as it was given, not of the document that
    is made of it. `starts` has the first token of each sentence and n.
    """

    ids: NDArray[np.int32]
    types: NDArray[np.int8]
    spans: NDArray[np.int32]
    starts: Starts


def tokens_of(text: str, tokenizer: Tokenizer) -> TextTokens:
    """The tokens of a text, its lines beside the article included."""
    document = build_document(text, language="en")
    segments = segments_of(document, document.sentences)
    whole = tokenise_segments(tokenizer, segments, _ALL, context=0, typed=True)
    ids = [number for piece in whole.pieces for number in piece.ids]
    types = [number for piece in whole.pieces for number in piece.type_ids]
    inside = slice(whole.leading, whole.leading + len(whole.spans))
    counts = np.diff(whole.starts)
    offsets = np.repeat([s.span.begin for s in document.sentences], counts)
    posted = [
        document.posted_span(Span(int(begin + offset), int(end + offset)))
        for (begin, end), offset in zip(whole.spans.tolist(), offsets.tolist(), strict=True)
    ]
    return TextTokens(
        np.array(ids[inside], dtype=np.int32),
        np.array(types[inside], dtype=np.int8),
        np.array([(s.begin, s.end) for s in posted], dtype=np.int32).reshape(-1, 2),
        whole.starts,
    )


def text_marks(tokenizer: Tokenizer) -> tuple[int, int]:
    """The ids before and after a text. Raises `ValueError` if the tokenizer does not have them."""
    before, after = (tokenizer.token_to_id(mark) for mark in ("[CLS]", "[SEP]"))
    if before is None or after is None:
        raise ValueError("the tokenizer has no [CLS] or no [SEP]")
    return before, after
