"""Recipe: the accurate stance model, adapters on all-mpnet-base-v2.

python -m models.training.stance --data DATA --base BASE --out WORK
"""

from __future__ import annotations

import argparse

from models.training import loop, recipe, stance_rows

LABELS = ("against", "neutral", "favor")


def main() -> None:
    """Train, calibrate on dev, export."""
    parser = argparse.ArgumentParser(description=__doc__)
    recipe.arguments(parser, lr=2e-4, rank=96, lowest=4)
    given = parser.parse_args()
    dev = stance_rows.dev_rows(given.data)
    recipe.run(
        given,
        LABELS,
        stance_rows.phases(given.data),
        dev,
        loop.Settings(lr=given.lr, max_tokens=128, evaluate_every=700),
        tuple(dev),
    )


if __name__ == "__main__":
    main()
