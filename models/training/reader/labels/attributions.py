"""Tags and owners of tokens from attributions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from models.training.reader.labels.marks import Pair
from models.training.reader.tokens import TextTokens
from service.inference.reader.attributions import LABELS

NOBODY = -1


class Parts(NamedTuple):
    """An attribution: its spans in code points of the text. A source may have none."""

    source: list[Pair]
    cue: list[Pair]
    content: list[Pair]


class AttributionLabels(NamedTuple):
    """A column of the head and the number of the attribution for each token.

    The number is `NOBODY` for a token that is in none.
    """

    tags: list[int]
    owners: list[int]


def from_rows(rows: Iterable[Mapping[str, Any]]) -> list[Parts]:
    """The attributions of a row of PolNeAR."""
    return [
        Parts(*([(begin, end) for begin, end in row[part]] for part in Parts._fields))
        for row in rows
    ]


def label(tokens: TextTokens, length: int, attributions: Sequence[Parts]) -> AttributionLabels:
    """The labels of a text of `length` code points; a token has those of its first one.

    A token begins a span if the one before it in its sentence has another part or owner.
    """
    begins = np.zeros(length + 1, dtype=np.int64)
    owner = np.full(length + 1, NOBODY, dtype=np.int64)
    for number, parts in enumerate(attributions):
        for name, spans in zip(Parts._fields, parts, strict=True):
            for begin, end in spans:
                begins[begin:end] = LABELS.index(f"B-{name}")
                owner[begin:end] = number
    first = tokens.spans[:, 0]
    columns, owners = begins[first], owner[first]
    goes_on = np.zeros(len(first), dtype=bool)
    goes_on[1:] = (columns[1:] == columns[:-1]) & (owners[1:] == owners[:-1]) & (columns[1:] > 0)
    goes_on[tokens.starts[:-1][tokens.starts[:-1] < len(first)]] = False
    # The column of "I-" follows that of "B-".
    return AttributionLabels((columns + goes_on).tolist(), owners.tolist())
