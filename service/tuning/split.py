"""Divides labelled rows into those to train on, to choose by, and to report on."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from service.evaluation.datasets import Row

LEAST = 60  # rows; with fewer, no part says anything
_CHOSEN_BY, _REPORTED = 0.2, 0.25


class TooFewRows(ValueError):
    """There are too few rows to train on and to report figures. The message says so."""


@dataclass(frozen=True, slots=True)
class Parts:
    """Rows by their use. No text is in two parts."""

    train: list[Row]
    validation: list[Row]
    test: list[Row]


def split(rows: Sequence[Row], seed: int = 13) -> Parts:
    """The rows at random, all rows of a text in one part. Raises `TooFewRows`."""
    texts = sorted({row.text for row in rows})
    if len(rows) < LEAST or len(texts) < LEAST // 2:
        raise TooFewRows(f"{len(rows)} rows of {len(texts)} texts; give at least {LEAST} rows")
    if len({row.label for row in rows}) < 2:
        raise TooFewRows("all rows have one label; give rows of at least two")
    random.Random(seed).shuffle(texts)
    reported = set(texts[: round(len(texts) * _REPORTED)])
    chosen_by = set(texts[len(reported) :][: round(len(texts) * _CHOSEN_BY)])
    test = [row for row in rows if row.text in reported]
    validation = [row for row in rows if row.text in chosen_by]
    train = [row for row in rows if row.text not in reported | chosen_by]
    return Parts(train, validation, test)
