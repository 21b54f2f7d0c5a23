"""Rows for a stance model that is trained on: later rounds of the accurate one's recipe.

Round 2 brings entailment and motions that round 1 did not sample, with news beside them so
that those are not forgotten. Round 3 is round 1's main mix with samples and wordings drawn anew,
round 4 again, with the rows of `written`.
"""

from __future__ import annotations

import random
from pathlib import Path

from models.training.data import dataset, stance_rows, written
from models.training.data.phrasing import reword

ENTAILMENT, MOTIONS, NEWS = 10_000, 5_000, 4_000


def second(folder: Path) -> list[list[dataset.Row]]:
    """One phase: what round 1 left out of two large sets, and news again."""
    read = set(stance_rows.nli(folder, stance_rows.ENTAILMENT))
    fresh = [row for row in stance_rows.nli(folder, 10**6) if row not in read]
    motions = folder / "open" / "stance" / "ibm_argq30k"
    used = set(dataset.train_part(motions, limit=stance_rows.MOTIONS))
    others = [row for row in dataset.train_part(motions) if row not in used]
    news = dataset.train_part(folder / "open" / "sentiment" / "newsmtsc")
    return [
        [
            *random.Random(31).sample(fresh, ENTAILMENT),
            *reword(dataset.sample(others, MOTIONS, 32), 0.65, 33),
            *reword(dataset.sample(news, NEWS, 34), 0.10, 35),
        ]
    ]


def third(folder: Path) -> list[list[dataset.Row]]:
    """One phase: the main mix drawn anew."""
    return stance_rows.phases(folder, stance_rows.Mix(seed=20, nli=False))


def fourth(folder: Path) -> list[list[dataset.Row]]:
    """One phase: the written rows twice, in other wordings the second time, and the main mix."""
    (main,) = stance_rows.phases(folder, stance_rows.Mix(seed=40, share=0.5, nli=False))
    own = written.rows()
    return [[*own, *reword(own, 0.3, 36), *main]]
