"""Calibrate a model anew from its weights, on dev parts, and write that into its model.toml.

    python -m models.training.recalibrate models/stance-mpnet --task stance --data DATA \\
        --base MPNET --rank 96 --lowest 4
"""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path

from rich.console import Console

from models.training import install
from models.training.data.judged import TASKS, judged
from models.training.fitting import model, recipe


def main() -> None:
    """Fit, print, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="of the model: weights and model.toml")
    parser.add_argument("--task", choices=TASKS, required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--rank", type=int, help="of the adapters, if it has any")
    parser.add_argument("--lowest", type=int, default=0, help="first layer with adapters")
    given = parser.parse_args()
    by = judged(given.task, given.data)
    network, tokenizer = model.fresh(
        given.base, by.labels, given.rank, given.folder / "weights.safetensors", given.lowest
    )
    network.train(False)
    fitted = recipe.calibrate(network, tokenizer, by.dev, by.calibrated_on)
    Console(highlight=False).print(fitted)
    path = given.folder / "model.toml"
    path.write_text(install.calibrated(path.read_text(), asdict(fitted)))


if __name__ == "__main__":
    main()
