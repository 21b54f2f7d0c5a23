"""Unlabelled rows for distillation: texts of the training sets with targets of other rows.

A teacher's label is free, so a student may see every text with more targets than anyone
annotated: other wordings of the target, names in the text, targets of other texts. Of news
the names matter most: which of those in a sentence is praised is what a reader asks.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from models.training.data.dataset import Row
from models.training.data.phrasing import choices

_NAME = re.compile(r"(?<=[a-z,] )(?:[A-Z][\w'’-]+ ){0,2}[A-Z][\w'’-]+")
_NEWS = ("newsmtsc", "dse_news")
NAMES, WORDINGS = 0.35, 0.30  # shares of the new targets; the rest are other texts'
NEWS_NAMES = 0.70


def cross(rows: Sequence[Row], each: int, seed: int = 21) -> list[Row]:
    """`each` more rows a text, with targets chosen at random; labels are left to the teacher."""
    rng = random.Random(seed)
    targets: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        if row.target:
            targets[row.source].append(row.target)
    texts = {row.text: row for row in rows}
    made = []
    for row in texts.values():
        for _ in range(each):
            target = _target(row, targets[row.source], rng)
            if target and target != row.target:
                made.append(replace(row, target=target, source=f"{row.source}:crossed"))
    return made


def _target(row: Row, others: Sequence[str], rng: random.Random) -> str | None:
    draw = rng.random()
    names: list[str] = _NAME.findall(row.text)
    share = NEWS_NAMES if row.source in _NEWS else NAMES
    if draw < share and names:
        return rng.choice(names)
    ways = choices(row.target or "") if draw < share + WORDINGS else []
    if ways:
        return rng.choice(ways).text
    return rng.choice(others) if others else None
