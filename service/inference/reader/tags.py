"""Spans from tags of tokens in the form begin, inside, outside (BIO)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from service.inference.reader.token_table import TokenTable


@dataclass(frozen=True, slots=True)
class TaggedSpan:
    """The tokens `[first, last]` that bear the tags of one label; whole words."""

    label: str
    first: int
    last: int


def tagged_spans(table: TokenTable, head: str, labels: Sequence[str]) -> list[TaggedSpan]:
    """The spans of a head whose columns are "O", then "B-" and "I-" of each label; in text order.

    The tokens of a word decide together which label it has, and its first one whether the word
    begins a span. A word that continues another label begins one too, and no span goes over a
    sentence's end.
    """
    if not len(table):
        return []
    values = table.heads[head]
    begins, inside = values[:, 1::2], values[:, 2::2]
    either = np.concatenate([values[:, :1], np.logaddexp(begins, inside)], axis=1)
    firsts = np.flatnonzero(table.opens_word)
    chosen = np.add.reduceat(either, firsts, axis=0).argmax(axis=1)
    lasts = np.append(firsts[1:], len(table)) - 1
    names = [label[2:] for label in labels[1::2]]
    found: list[TaggedSpan] = []
    for word in np.flatnonzero(chosen).tolist():
        column, first, last = int(chosen[word]) - 1, int(firsts[word]), int(lasts[word])
        label, before = names[column], found[-1] if found else None
        if (
            before is not None
            and before.label == label
            and before.last == first - 1
            and table.sentence[first] == table.sentence[before.first]
            and inside[first, column] >= begins[first, column]
        ):
            found[-1] = TaggedSpan(label, before.first, last)
        else:
            found.append(TaggedSpan(label, first, last))
    return found
