"""Recipe of a model that compares a statement with sentences of an article.

    python -m models.training.verify.prepare --data DATA --out WORK/rows.jsonl
    python -m models.training.verify.train --data DATA --base MINILM --rows WORK/rows.jsonl \
        --start WEIGHTS --whole --entailment 12000 --out WORK/verify

The statement is the first segment, the premise the second, as the service gives them. Dev figures
are of other texts than those trained on: of statements that somebody wrote (`written`, which the
temperature is fitted on) and of made ones.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import nn

from models.training.data.dataset import Row, sample
from models.training.data.stance_rows import nli
from models.training.fitting import calibration, export, loop, model, provenance, recipe
from models.training.reader.data.sources import rows as lines_of
from service.tasks.verify.results import LABELS

MAX_TOKENS = 448
_DEV = 300  # made statements that are scored at the end
_SOURCES = {"gum": "verify_gum", "labelled": "verify_wikinews", "wikinews": "verify_wikinews"}
_UNCLEAR = "verify_unclear"


def read(path: Path, part: str) -> list[Row]:
    """The rows of a part; those that somebody wrote have the source `verify_written`."""
    return [
        Row(
            row["premise"],
            row["statement"],
            row["label"],
            "verify_written"
            if row["kind"].startswith("own:")
            else _SOURCES.get(row["set"], _UNCLEAR),
            tuple(row["soft"]) if row["soft"] else None,
        )
        for row in lines_of(path)
        if row["part"] == part
    ]


def auc(scores: np.ndarray, gold: np.ndarray) -> float:
    """The area under the ROC curve: how often a true row has a higher score than a false one."""
    order = np.argsort(scores, kind="stable")
    ranks = np.empty(len(scores))
    ranks[order] = np.arange(1, len(scores) + 1)
    true = int(gold.sum())
    return float((ranks[gold].sum() - true * (true + 1) / 2) / (true * (len(gold) - true)))


def figures(
    network: nn.Module, tokenizer: Tokenizer, dev: Mapping[str, list[Row]]
) -> dict[str, float]:
    """Of each part macro-F1, and the area under the curve of what is supported."""
    found = {}
    for name, part in dev.items():
        gold = np.array([row.label for row in part])
        logits = model.logits(network, tokenizer, part, MAX_TOKENS)
        shares = calibration.softmax(logits)
        found[f"dev_macro_f1_{name}"] = round(model.macro_f1(gold, logits.argmax(axis=1)), 4)
        found[f"dev_auc_{name}"] = round(auc(shares[:, 2], gold == 2), 4)
    return found


def finish(
    network: nn.Module, tokenizer: Tokenizer, out: Path, dev: Mapping[str, list[Row]],
    facts: Mapping[str, Any],
) -> None:  # fmt: skip
    """Fit the temperature on what was written, export with the figures."""
    held = dev["written"]
    gold = np.array([row.label for row in held])
    logits = model.logits(network, tokenizer, held, MAX_TOKENS)
    fitted = calibration.fit(logits, gold, np.zeros(len(gold), dtype=bool))
    export.write(network, out, fitted, figures(network, tokenizer, dev), facts)
    path = out / "result.json"
    result = json.loads(path.read_text())
    del result["entity_temperature"]  # a statement is not an entity
    path.write_text(json.dumps(result, indent=2) + "\n")


def mix(given: argparse.Namespace) -> list[list[Row]]:
    """The phases: entailment, if it is wanted, then the made rows with the written ones among."""
    made = [row for path in given.rows for row in read(path, "train")]
    own = [row for row in made if row.source == "verify_written"]
    made = [
        row
        for row in made
        if row.source == "verify_written" or len(row.text.split()) <= given.longest
    ]
    made += own * (given.written - 1)
    if given.entailment_beside:
        made += nli(given.data, given.entailment_beside, seed=5)
    random.Random(given.seed).shuffle(made)
    if given.limit:
        made = made[: given.limit]
    warm_up = [nli(given.data, given.entailment)] if given.entailment else []
    return [*warm_up, made]


def dev_rows(paths: Sequence[Path]) -> dict[str, list[Row]]:
    """The parts that figures are made of."""
    rows = [row for path in paths[:1] for row in read(path, "dev")]
    return {
        "written": [row for row in rows if row.source == "verify_written"],
        "made": sample(
            [row for row in rows if row.source != "verify_written" and row.soft is None], _DEV
        ),
    }


def main() -> None:
    """Train, calibrate on dev, export."""
    parser = argparse.ArgumentParser(description=__doc__)
    recipe.arguments(parser, lr=1.5e-4, rank=96, lowest=4)
    parser.add_argument("--rows", type=Path, nargs="+", required=True, help="by `prepare`")
    parser.add_argument("--start", type=Path, help="an earlier export to go on from")
    parser.add_argument("--whole", action="store_true", help="train all of the encoder")
    parser.add_argument("--entailment", type=int, default=0, help="LingNLI rows of the warm-up")
    parser.add_argument("--entailment-beside", type=int, default=0, help="among the other rows")
    parser.add_argument("--written", type=int, default=2, help="how often written rows are read")
    parser.add_argument("--limit", type=int, default=0, help="rows of the last phase")
    parser.add_argument("--longest", type=int, default=200, help="words of a made row's premise")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    torch.set_num_threads(given.threads)
    rank = None if given.whole else given.rank
    settings = loop.Settings(
        lr=given.lr, max_tokens=MAX_TOKENS, save_every=50, seed=13 + given.seed
    )
    torch.manual_seed(settings.seed)
    network, tokenizer = model.fresh(
        given.base, LABELS, rank, given.start, given.lowest, given.layers
    )
    phases, dev = mix(given), dev_rows(given.rows)
    # The figures on dev take as long as a dozen steps, so they are made at the end alone.
    loop.train(network, tokenizer, phases, given.out, settings, lambda _: {})
    facts = {
        "recipe": provenance.recipe(given.out),
        "training": [
            *provenance.sets(row for phase in phases for row in phase),
            *provenance.before(given.start),
        ],
    }
    finish(network, tokenizer, given.out, dev, facts)


if __name__ == "__main__":
    main()
