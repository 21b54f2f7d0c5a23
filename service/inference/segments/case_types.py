"""Token types that tell an uncased network of capitals and of beginnings of blocks.

The types are 0 for a word that begins with a small letter or with no letter, and for what is no
word; 1 for a capitalised word; and 2 for a word of two or more characters in capitals. The first
token of a segment that opens a block has 3 added to its type.
"""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from service.inference.token_outputs import Segment, Spans

TYPES = 6
_OPENS = 3
_WORD = re.compile(r"\w[\w’'-]*")


def case_type(word: str) -> int:
    """The type of a word: 0, 1 or 2."""
    if not word[:1].isupper():
        return 0
    return 2 if len(word) > 1 and word.isupper() else 1


def case_types(segment: Segment, spans: Spans) -> NDArray[np.int8]:
    """The types of the tokens at these spans, shape (tokens,), by their first character."""
    by_character = np.zeros(len(segment.text) + 1, dtype=np.int8)
    for word in _WORD.finditer(segment.text):
        by_character[word.start() : word.end()] = case_type(word[0])
    types = by_character[spans[:, 0]]
    if segment.opens_block and len(types):
        types[0] += _OPENS
    return types
