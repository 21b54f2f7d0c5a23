"""Weights between a model and what it was trained on to: keeps what either reads best.

    python -m models.training.average OLD NEW --share 0.5 --task sentiment \\
        --data DATA --base BASE --out WORK

Both are exports of one network, the new one trained on from the old; the tensors are averaged
(WiSE-FT; Wortsman et al., CVPR 2022), calibrated anew on dev parts and exported as a recipe's
result. The sets and the hours are those of the new one's run, read from the folder it lies in.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

from models.training.data.judged import TASKS, judged
from models.training.fitting import model, recipe


def between(old: Path, new: Path, share: float) -> dict[str, torch.Tensor]:
    """`share` of the new tensors and the rest of the old. Raises `KeyError` if they differ."""
    before, after = load_file(old), load_file(new)
    return {
        name: (1 - share) * before[name].float() + share * tensor.float()
        for name, tensor in after.items()
    }


def main() -> None:
    """Average, calibrate on dev, export."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("old", type=Path)
    parser.add_argument("new", type=Path)
    parser.add_argument("--share", type=float, default=0.5, help="of the new one")
    parser.add_argument("--rank", type=int, help="of the adapters, if these are what is averaged")
    parser.add_argument("--lowest", type=int, default=0, help="first layer with adapters")
    parser.add_argument("--task", choices=TASKS, required=True)
    for name in ("data", "base", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    given = parser.parse_args()
    by = judged(given.task, given.data)
    given.out.mkdir(parents=True, exist_ok=True)
    mean = given.out / "mean.safetensors"
    save_file(between(given.old, given.new, given.share), mean)
    network, tokenizer = model.fresh(given.base, by.labels, given.rank, mean, given.lowest)
    network.train(False)
    facts = json.loads((given.new.parent / "result.json").read_text())
    kept = {key: facts[key] for key in ("recipe", "training")}
    kept["recipe"]["command"] += f", then models.training.average OLD NEW --share {given.share:g}"
    recipe.finish(network, tokenizer, given.out, by.dev, by.calibrated_on, kept)


if __name__ == "__main__":
    main()
