"""Recipe: `models/sentiment-minilm`. Sentence and targeted sentiment in one classifier.

python -m models.training.sentiment --data DATA --base BASE --out WORK
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch

from models.training import data, export, loop, model

LABELS = ("negative", "neutral", "positive")


def rows(folder: Path) -> list[data.Row]:
    """NewsMTSC pairs four times, single sentences of other genres once or twice."""
    open_sets = folder / "open" / "sentiment"
    return [
        *data.repeat(data.train_part(open_sets / "newsmtsc"), 4),
        *data.repeat(data.train_part(open_sets / "emobank"), 2),
        *data.train_part(open_sets / "vader_amazon"),
        *data.train_part(open_sets / "vader_tweets"),
        *data.train_part(open_sets / "uci_sentences"),
    ]


def dev_rows(folder: Path) -> dict[str, list[data.Row]]:
    """Development parts; test parts are left to `copydesk evaluate`."""
    open_sets = folder / "open" / "sentiment"
    return {
        "newsmtsc": data.read(open_sets / "newsmtsc" / "dev.jsonl", "newsmtsc"),
        "newsmtsc_mt": data.read(open_sets / "newsmtsc" / "dev_mt.jsonl", "newsmtsc"),
        "emobank": data.read(open_sets / "emobank" / "dev.jsonl", "emobank"),
        "uci": data.read(open_sets / "uci_sentences" / "dev.jsonl", "uci"),
    }


def main() -> None:
    """Train, calibrate on dev, export."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--lr", type=float, default=1e-4)
    given = parser.parse_args()
    torch.manual_seed(13)
    network, tokenizer = model.fresh(given.base, LABELS)
    dev = dev_rows(given.data)
    loop.train(
        network,
        tokenizer,
        [rows(given.data)],
        given.out,
        loop.Settings(lr=given.lr),
        lambda m: export.figures(m, tokenizer, dev),
    )
    calibration = [*dev["newsmtsc"], *dev["newsmtsc_mt"], *dev["emobank"]]
    gold = np.array([r.label for r in calibration])
    heat = model.temperature(model.logits(network, tokenizer, calibration), gold)
    export.write(network, given.out, heat, export.figures(network, tokenizer, dev))


if __name__ == "__main__":
    main()
