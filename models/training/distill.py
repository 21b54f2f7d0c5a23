"""Recipe: a fast model, all-MiniLM-L6-v2 distilled from the accurate one.

    python -m models.training.distill --task stance --data DATA --base BASE --out WORK

The teacher, as it is served, gives soft labels to training rows and to their texts with
other targets (Hinton, Vinyals and Dean, 2015). A row that has a label too is learnt as the
mean of both, one without as the teacher says. `--labelled` and `--crossed` say how many rows
of either kind it is asked for: it needs about a second for 35 of them on two cores. Its
answers are kept in WORK/soft-… in parts of 2,000 rows, so that a second start goes on from the
last part.

The student first reads entailment, then all labelled rows as they are, then what the teacher
said, `--passes` times over: the plain labels are many more than the teacher's for their cost.
"""

from __future__ import annotations

import argparse
import random
from dataclasses import replace
from pathlib import Path

from models.training.data import crossing, sentiment_rows, stance_rows, written
from models.training.data.judged import TASKS, judged
from models.training.fitting import loop, recipe, teacher

FIRST = ("newsmtsc", "written")


def main() -> None:
    """Label, train, calibrate on dev, export."""
    parser = argparse.ArgumentParser(description=__doc__)
    recipe.arguments(parser, lr=2e-4, rank=None)
    parser.add_argument("--task", choices=TASKS, required=True)
    parser.add_argument("--start", type=Path, help="an earlier export to go on from")
    parser.add_argument("--labelled", type=int, default=20_000)
    parser.add_argument("--crossed", type=int, default=12_000)
    parser.add_argument("--plain", type=int, default=1, help="times the labelled rows are read")
    parser.add_argument("--passes", type=int, default=2, help="times the taught rows are read")
    parser.add_argument("--seed", type=int, default=0, help="draws other rows and targets")
    parser.add_argument("--entailment", type=int, default=18_000, help="rows of the warm-up")
    given = parser.parse_args()
    if given.task == "stance":
        mix = stance_rows.Mix(seed=given.seed)
        rows = [*stance_rows.phases(given.data, mix)[-1], *written.rows()]
        warm_up = [stance_rows.nli(given.data, given.entailment)] if given.entailment else []
        crossed = crossing.cross(rows, 1, 21 + given.seed)
    else:
        warm_up, rows = [], sentiment_rows.rows(given.data, news=1)
        targeted = [row for row in rows if row.target]
        crossed = [replace(row, target=None, source="newsmtsc:crossed") for row in targeted]
        crossed += crossing.cross(targeted, 1, 21 + given.seed)
    rows = list(dict.fromkeys(rows))
    order = random.Random(17 + given.seed).sample(rows, len(rows))
    order.sort(key=lambda row: row.source not in FIRST)  # all of these, then a sample
    asked = order[: given.labelled]
    crossed = random.Random(18 + given.seed).sample(crossed, min(given.crossed, len(crossed)))
    taught = teacher.label(
        [*asked, *crossed], given.task, given.out / f"soft-{given.labelled}-{given.crossed}"
    )
    # These once more: news is what the service is asked most, the written rows are the hardest.
    again = [row for row in taught if row.source in FIRST]
    phases = [*warm_up, *[order] * given.plain, *[[*taught, *again]] * given.passes]
    settings = loop.Settings(lr=given.lr, max_tokens=128, smoothing=0.0)
    by = judged(given.task, given.data)
    recipe.run(given, by.labels, phases, by.dev, settings, by.calibrated_on, start=given.start)


if __name__ == "__main__":
    main()
