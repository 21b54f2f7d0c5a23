"""Recipe: the accurate stance model, adapters on all-mpnet-base-v2.

python -m models.training.stance --data DATA --base BASE --out WORK
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch

from models.training import data, export, loop, model, stance_rows

LABELS = ("against", "neutral", "favor")


def dev_rows(folder: Path, count: int = 400) -> dict[str, list[data.Row]]:
    """Development parts; test parts are left to `copydesk evaluate`."""
    sets = {
        "newsmtsc": folder / "open" / "sentiment" / "newsmtsc" / "dev.jsonl",
        "dse_news": folder / "open" / "stance" / "dse_news" / "dev.jsonl",
        "argq": folder / "open" / "stance" / "ibm_argq30k" / "dev.jsonl",
        "perspectrum": folder / "open" / "stance" / "perspectrum" / "dev.jsonl",
        "vast": folder / "unclear" / "stance" / "vast" / "dev.jsonl",
    }
    return {name: data.sample(data.read(path, name), count) for name, path in sets.items()}


def main() -> None:
    """Train, calibrate on dev, export."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--rank", type=int, default=64)
    parser.add_argument("--lr", type=float, default=2e-4)
    given = parser.parse_args()
    torch.manual_seed(13)
    network, tokenizer = model.fresh(given.base, LABELS, given.rank)
    dev = dev_rows(given.data)
    loop.train(
        network,
        tokenizer,
        stance_rows.phases(given.data),
        given.out,
        loop.Settings(lr=given.lr, max_tokens=128),
        lambda m: export.figures(m, tokenizer, dev),
    )
    calibration = [r for part in dev.values() for r in part]
    gold = np.array([r.label for r in calibration])
    heat = model.temperature(model.logits(network, tokenizer, calibration), gold)
    export.write(network, given.out, heat, export.figures(network, tokenizer, dev))


if __name__ == "__main__":
    main()
