"""Recipe: a sentiment model that goes on from an earlier one with the tones of news sentences.

    python -m models.training.tones --data DATA --base BASE --start WEIGHTS --out WORK/sentiment

The sentences are those of labelled whole texts (see `articles.labelled`), a fifth of which is kept
for what reads the scores. Deaths and losses are bad news there and rescues good ones, however drily
they are told. Rows of the older sets are read beside them, so that targets in news, posts and
reviews are not forgotten. A student of the `accurate` model reads the same rows with
`--teacher FOLDER`, where the teacher's answers are kept.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from models.training.articles.labelled import (
    held_texts,
    is_held_out,
    train_texts,
    written_texts,
)
from models.training.data import dataset, groups, sentiment_rows
from models.training.data.dataset import Row
from models.training.data.tone_rows import CALIBRATION, dev_rows, tone_rows
from models.training.fitting import loop, recipe, teacher
from models.training.reader.data.leaks import letters


def older(data: Path, news: int, others: int, seed: int) -> list[Row]:
    """Rows of the older sets, none of whose texts is in any dev or test part."""
    held = {letters(text) for text in held_texts(data)}
    rows = [row for row in sentiment_rows.rows(data, news=1) if letters(row.text) not in held]
    targeted = [row for row in rows if row.target]
    plain = [row for row in rows if not row.target]
    return [*dataset.sample(targeted, news, seed), *dataset.sample(plain, others, seed)]


def main(argv: Sequence[str] | None = None) -> None:
    """Train, calibrate on dev, export."""
    parser = argparse.ArgumentParser(description=__doc__)
    recipe.arguments(parser, lr=1.5e-4, rank=96, lowest=4)
    parser.add_argument("--start", type=Path, required=True, help="an earlier export to go on from")
    parser.add_argument("--news", type=int, default=5_000, help="rows with targets")
    parser.add_argument("--others", type=int, default=6_000, help="rows of the other older sets")
    parser.add_argument("--groups", type=int, default=0, help="rows about people of many groups")
    parser.add_argument("--changed", type=float, default=0.0, help="share with people changed")
    parser.add_argument("--again", type=int, default=0, help="more passes over the tones")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--whole", action="store_true", help="train all of the encoder")
    parser.add_argument("--teacher", type=Path, help="folder for the soft labels of `accurate`")
    given = parser.parse_args(argv)
    if given.whole:
        given.rank = None
    seen = [text for text in train_texts(given.data) if not is_held_out(text)]
    rows = tone_rows([*seen, *written_texts()])
    tones = len(rows)
    rows += older(given.data, given.news, given.others, given.seed)
    if given.teacher:
        rows = teacher.label(rows, "sentiment", given.teacher)
    rows += groups.changed(rows, given.changed, given.seed) + groups.rows(given.groups, given.seed)
    recipe.run(
        given,
        sentiment_rows.LABELS,
        [rows, *[rows[:tones]] * given.again],
        dev_rows(given.data),
        loop.Settings(
            lr=given.lr,
            max_tokens=128,
            evaluate_every=10**6,
            seed=13 + given.seed,
            smoothing=0.0 if given.teacher else 0.05,
        ),
        CALIBRATION,
        start=given.start,
        read=sentiment_rows.rows(given.data),
    )


if __name__ == "__main__":
    main()
