"""Recipe: `models/stance-minilm`. Stance of a passage toward a target, as a pair.

    python -m models.training.stance --data DATA --base BASE --start WORK/weights.safetensors \
        --out WORK2

It starts from the sentiment model, which has learnt what news say of people already.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file

from models.training import data, export, loop, model

LABELS = ("against", "neutral", "favor")


def rows(folder: Path) -> list[data.Row]:
    """Entities in news, motions and claims, and texts beside the point as neutrals."""
    open_sets = folder / "open"
    motions = data.train_part(open_sets / "stance" / "ibm_argq30k", limit=5_000)
    perspectives = data.train_part(open_sets / "stance" / "perspectrum")
    claims = data.train_part(open_sets / "stance" / "ibm_claim_stance")
    directed = data.train_part(open_sets / "stance" / "dse_news")
    return [
        *data.train_part(open_sets / "sentiment" / "newsmtsc"),
        *data.thin_neutral(directed, 1_500),
        *motions,
        *perspectives,
        *claims,
        *data.off_topic(motions, 1_200),
        *data.off_topic(perspectives, 1_200),
        *data.off_topic(claims, 300),
    ]


def dev_rows(folder: Path) -> dict[str, list[data.Row]]:
    """Development parts; test parts are left to `copydesk evaluate`."""
    open_sets = folder / "open"
    sets = {
        "newsmtsc": open_sets / "sentiment" / "newsmtsc" / "dev.jsonl",
        "dse_news": open_sets / "stance" / "dse_news" / "dev.jsonl",
        "argq": open_sets / "stance" / "ibm_argq30k" / "dev.jsonl",
        "perspectrum": open_sets / "stance" / "perspectrum" / "dev.jsonl",
    }
    return {name: data.read(path, name)[:1000] for name, path in sets.items()}


def main() -> None:
    """Train, calibrate on dev, export."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--start", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--lr", type=float, default=1e-4)
    given = parser.parse_args()
    torch.manual_seed(13)
    network, tokenizer = model.fresh(given.base, LABELS)
    state = {k: v.float() for k, v in load_file(given.start).items()}
    network.load_state_dict(state, strict=False)
    dev = dev_rows(given.data)
    loop.train(
        network,
        tokenizer,
        rows(given.data),
        given.out,
        loop.Settings(lr=given.lr),
        lambda m: export.figures(m, tokenizer, dev),
    )
    calibration = [r for part in dev.values() for r in part]
    gold = np.array([r.label for r in calibration])
    heat = model.temperature(model.logits(network, tokenizer, calibration), gold)
    export.write(network, given.out, heat, export.figures(network, tokenizer, dev))


if __name__ == "__main__":
    main()
