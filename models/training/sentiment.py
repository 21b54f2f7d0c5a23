"""Recipe: the accurate sentiment model, adapters on all-mpnet-base-v2.

    python -m models.training.sentiment --data DATA --base BASE --start STANCE --out WORK

It goes on from the stance model, which has learnt what news say of people already.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from models.training.data import sentiment_rows
from models.training.fitting import loop, recipe


def main() -> None:
    """Train, calibrate on dev, export."""
    parser = argparse.ArgumentParser(description=__doc__)
    recipe.arguments(parser, lr=1.5e-4, rank=96, lowest=4)
    parser.add_argument("--start", type=Path, required=True)
    parser.add_argument("--news", type=int, default=1, help="times NewsMTSC is repeated")
    parser.add_argument("--limit", type=int, default=2_500, help="rows of the lesser sets")
    given = parser.parse_args()
    recipe.run(
        given,
        sentiment_rows.LABELS,
        [sentiment_rows.rows(given.data, news=given.news, limit=given.limit)],
        sentiment_rows.dev_rows(given.data),
        loop.Settings(lr=given.lr, max_tokens=128, evaluate_every=700),
        sentiment_rows.CALIBRATION,
        start=given.start,
    )


if __name__ == "__main__":
    main()
