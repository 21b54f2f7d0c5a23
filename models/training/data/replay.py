"""Rows of the older stance sets for a model that goes on learning, so that it forgets nothing."""

from __future__ import annotations

import random
from collections.abc import Iterable
from pathlib import Path

from models.training.articles.labelled import held_texts
from models.training.data import stance_rows
from models.training.data.dataset import Row
from models.training.reader.data.leaks import letters

# Sets of sentiment toward names: there an event that is bad for a name counts as being against it.
_EVENTS = ("newsmtsc", "dse_news")


def replayed(data: Path, count: int, seed: int = 0) -> list[Row]:
    """`count` rows of the main mix without the sets that read events as stance.

    A row whose text is in any dev or test part is dropped, whatever set that part is of.
    """
    mix = stance_rows.Mix(seed=60 + seed, nli=False, written=True)
    (rows,) = stance_rows.phases(data, mix)
    held = {letters(text) for text in held_texts(data)}
    return random.Random(seed).sample(list(_kept(rows, held)), count)


def _kept(rows: Iterable[Row], held: set[str]) -> Iterable[Row]:
    for row in rows:
        if row.source not in _EVENTS and letters(row.text) not in held:
            yield row
