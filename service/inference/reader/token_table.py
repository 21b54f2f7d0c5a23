"""The tokens of a document with what the network says about each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.text.document import Sentence
from service.text.span import Span

Values = NDArray[np.float32]
Integers = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class TokenTable:
    """All tokens of a document in order, shape (n,), with the columns of each head, (n, size).

    `begin` and `end` are code points of the document's text, `sentence` is the index of a token's
    sentence, and `opens_word` is False for a part of a word that is not its first.
    """

    begin: Integers
    end: Integers
    sentence: Integers
    opens_word: NDArray[np.bool_]
    heads: Mapping[str, Values]

    def __len__(self) -> int:
        return len(self.begin)

    def span(self, first: int, last: int) -> Span:
        """The text from token `first` to token `last`, which is part of it."""
        return Span(int(self.begin[first]), int(self.end[last]))


def token_table(
    text: str,
    sentences: Sequence[Sentence],
    spans: Sequence[Integers],
    values: Sequence[Values],
    heads: Mapping[str, slice],
) -> TokenTable:
    """The table of the sentences' tokens.

    Args:
        text: that of the document.
        spans: the tokens of each sentence, shape (n, 2), code points within the sentence.
        values: the network's outputs of each sentence, shape (n, columns).
        heads: the columns of each head.
    """
    counts = [len(own) for own in spans]
    starts = np.repeat(np.array([s.span.begin for s in sentences], dtype=np.int32), counts)
    joined = np.concatenate(spans) if spans else np.zeros((0, 2), dtype=np.int32)
    columns = np.concatenate(values) if values else np.zeros((0, 0), dtype=np.float32)
    begin, end = joined[:, 0] + starts, joined[:, 1] + starts
    return TokenTable(
        begin=begin,
        end=end,
        opens_word=_opens_word(text, begin, end),
        sentence=np.repeat(np.array([s.index for s in sentences], dtype=np.int32), counts),
        heads={name: columns[:, part] for name, part in heads.items()},
    )


def _opens_word(text: str, begin: Integers, end: Integers) -> NDArray[np.bool_]:
    """All tokens but those that follow letters of the same word at once."""
    found = np.ones(len(begin), dtype=bool)
    letters = np.array([text[at].isalnum() for at in begin.tolist()], dtype=bool)
    found[1:] = (begin[1:] != end[:-1]) | ~letters[1:] | ~letters[:-1]
    return found
