"""The ablation table of the stance mix: MiniLM, one change at a time, on dev parts.

    python -m models.training.ablate --data DATA --base BASE --out WORK

Every line starts from the same base with the same seed and sees a share of the rows; a line
that is done is kept in WORK, so that a second start goes on with the next.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from pathlib import Path

import torch
from rich.console import Console

from models.training.data import dataset, stance_rows
from models.training.data.stance_rows import Mix
from models.training.fitting import export, loop, model

NOTHING = Mix(
    off_topic=False, wordings=False, hypotheses=False, synthetic=False,
    unclear=False, vast=False, nli=False,
)  # fmt: skip
STEPS: tuple[tuple[str, dict[str, bool]], ...] = (
    ("targets as they stand, open sets", {}),
    ("+ off-topic neutrals", {"off_topic": True}),
    ("+ other wordings, opposite motions", {"wordings": True}),
    ("+ hypotheses of both polarities", {"hypotheses": True}),
    ("+ pattern rows (suffering, giver and receiver)", {"synthetic": True}),
    ("+ IAM and ARC (unclear tier)", {"unclear": True}),
    ("+ VAST train (unclear tier)", {"vast": True}),
    ("+ NLI warm-up (LingNLI, unclear tier)", {"nli": True}),
    ("+ written passages", {"written": True}),
)


def main() -> None:
    """Run what is not done yet, then print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--share", type=float, default=0.25, help="part of the rows to use")
    given = parser.parse_args()
    dev = stance_rows.dev_rows(given.data)
    held = given.data / "unclear" / "stance" / "iam" / "dev.jsonl"
    dev["iam"] = dataset.sample(dataset.read(held, "iam"), 400)
    lines: list[tuple[str, dict[str, float]]] = []
    mix = replace(NOTHING, share=given.share)
    for number, (name, change) in enumerate(STEPS):
        mix = replace(mix, **change)
        done = given.out / f"{number}.json"
        if not done.exists():
            done.parent.mkdir(parents=True, exist_ok=True)
            done.write_text(json.dumps(run(given, mix, dev, given.out / str(number))))
        lines.append((name, json.loads(done.read_text())))
    out = Console(highlight=False, soft_wrap=True)
    out.print("| mix | " + " | ".join(dev) + " |")
    out.print("|---" * (len(dev) + 1) + "|")
    for name, found in lines:
        cells = [f"{found[f'dev_macro_f1_{part}']:.3f}" for part in dev]
        out.print(f"| {name} | " + " | ".join(cells) + " |")


def run(
    given: argparse.Namespace, mix: Mix, dev: dict[str, list[dataset.Row]], work: Path
) -> dict[str, float]:
    """Macro-F1 on every dev part after training on one mix."""
    torch.manual_seed(13)
    network, tokenizer = model.fresh(given.base, stance_rows.LABELS)
    settings = loop.Settings(lr=1e-4, max_tokens=128, evaluate_every=10**9)
    loop.train(
        network, tokenizer, stance_rows.phases(given.data, mix), work, settings, lambda _: {}
    )
    return export.figures(network, tokenizer, dev)


if __name__ == "__main__":
    main()
