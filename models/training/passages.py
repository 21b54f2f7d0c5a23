"""Recipe: a stance model that goes on from an earlier one with passages in their context.

    python -m models.training.articles.find --data DATA --out WORK/passages.jsonl
    python -m models.training.passages --data DATA --base BASE --passages WORK/passages.jsonl \
        --start WEIGHTS --out WORK/stance

The passages are those of labelled whole texts (see `articles.labelled`), a fifth of which is kept
for what reads the scores. Rows of the older sets are read beside them, so that topics and motions
are not forgotten. News with sentiment toward names (NewsMTSC) is left out, because a bad event
counts there, which is no stance.

A student of the model that is served as `accurate` reads the same rows with `--teacher FOLDER`,
where the teacher's answers are kept. `--layers 6` keeps the lowest six layers of the base:

    python -m models.training.passages --data DATA --base BASE --passages WORK/passages.jsonl \
        --start WEIGHTS --layers 6 --lowest 0 --rank 128 --teacher WORK/soft --entailment 12000 \
        --old 14000 --again 1 --out WORK/student
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from models.training.articles.passage_rows import Context, dev_rows, passage_rows, read
from models.training.data import dataset, groups, stance_rows
from models.training.data.replay import replayed
from models.training.fitting import loop, recipe, teacher
from models.training.stance import ROUNDS

_MAX_TOKENS = 192
_DEV = 2_000  # passages of a part that are scored at the end

Target = dict[str, Any]


def main() -> None:
    """Train, calibrate on dev, export."""
    parser = argparse.ArgumentParser(description=__doc__)
    recipe.arguments(parser, lr=1.5e-4, rank=96, lowest=4)
    parser.add_argument("--start", type=Path, required=True, help="an earlier export to go on from")
    parser.add_argument(
        "--passages", type=Path, nargs="+", required=True, help="by `articles.find`"
    )
    parser.add_argument("--old", type=int, default=4_500, help="rows of the older sets")
    parser.add_argument("--share", type=float, default=1.0, help="of the labelled targets")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--plain", type=float, default=0.25, help="share of passages read alone")
    parser.add_argument("--no-headline", action="store_true")
    parser.add_argument("--no-before", action="store_true")
    parser.add_argument("--unlisted", type=float, default=0.15, help="share, see `Context`")
    parser.add_argument("--names", type=float, default=0.5, help="share, see `Context`")
    parser.add_argument("--whole", action="store_true", help="train all of the encoder")
    parser.add_argument("--teacher", type=Path, help="folder for the soft labels of `accurate`")
    parser.add_argument("--entailment", type=int, default=0, help="rows of the warm-up")
    parser.add_argument("--groups", type=int, default=0, help="rows about people of many groups")
    parser.add_argument("--changed", type=float, default=0.0, help="share with people changed")
    parser.add_argument("--again", type=int, default=0, help="more passes over the passages")
    given = parser.parse_args()
    context = Context(
        headline=not given.no_headline,
        before=not given.no_before,
        plain=given.plain,
        unlisted=given.unlisted,
        names=given.names,
    )

    def found(*parts: str) -> list[Target]:
        return [row for path in given.passages for row in read(path, *parts)]

    targets = found("train", "written")
    targets = targets[: round(len(targets) * given.share)]
    rows = passage_rows(targets, context, given.seed)
    passages = len(rows)
    rows += replayed(given.data, given.old, given.seed)
    if given.teacher:
        rows = teacher.label(rows, "stance", given.teacher)
    rows += groups.changed(rows, given.changed, given.seed) + groups.rows(given.groups, given.seed)
    warm_up = [stance_rows.nli(given.data, given.entailment)] if given.entailment else []
    dev = {
        **stance_rows.dev_rows(given.data),
        "passages": dataset.sample(dev_rows(found("dev"), context), _DEV),
        "held": dataset.sample(dev_rows(found("held"), context), _DEV),
    }
    dev |= {
        f"passages_{kind}": [row for row in dev["passages"] if row.source == kind]
        for kind in ("entity", "topic", "claim")
    }
    if given.whole:
        given.rank = None
    recipe.run(
        given,
        stance_rows.LABELS,
        [*warm_up, rows, *[rows[:passages]] * given.again],
        dev,
        loop.Settings(
            lr=given.lr,
            max_tokens=_MAX_TOKENS,
            evaluate_every=10**6,
            seed=13 + given.seed,
            smoothing=0.0 if given.teacher else 0.05,
        ),
        ("held",),
        start=given.start,
        read=[row for phases in ROUNDS.values() for phase in phases(given.data) for row in phase],
    )


if __name__ == "__main__":
    main()
