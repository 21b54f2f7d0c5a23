"""Recipe: the accurate stance model, adapters on all-mpnet-base-v2.

    python -m models.training.stance --data DATA --base BASE --out WORK

Rounds 2 to 4 go on from an earlier export (`--start`) with other rows: see `further`.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from models.training.data import further, stance_rows
from models.training.fitting import loop, recipe

ROUNDS = {1: stance_rows.phases, 2: further.second, 3: further.third, 4: further.fourth}


def main() -> None:
    """Train, calibrate on dev, export."""
    parser = argparse.ArgumentParser(description=__doc__)
    recipe.arguments(parser, lr=2e-4, rank=96, lowest=4)
    parser.add_argument("--start", type=Path, help="an earlier export to go on from")
    parser.add_argument("--round", type=int, choices=ROUNDS, default=1)
    given = parser.parse_args()
    dev = stance_rows.dev_rows(given.data)
    recipe.run(
        given,
        stance_rows.LABELS,
        ROUNDS[given.round](given.data),
        dev,
        loop.Settings(lr=given.lr, max_tokens=128, evaluate_every=700),
        stance_rows.CALIBRATION,
        start=given.start,
        read=[
            row for n in range(1, given.round) for phase in ROUNDS[n](given.data) for row in phase
        ],
    )


if __name__ == "__main__":
    main()
