"""A baseline: a plain entailment model, served as any three-class NLI model from a hub is.

    python -m models.training.nli_baseline --data DATA --base BASE --out WORK/nli/nli-minilm
    COPYDESK_OWN_MODELS_DIR=WORK/nli copydesk evaluate --data DATA --task articles --profile fast

It is trained on LingNLI alone, and written as a checkpoint of transformers with a `model.toml` that
makes it a stance model by both hypotheses (Yin, Hay and Roth, EMNLP 2019), or with `--task verify`
one that compares statements with sentences. It is not shipped.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import tomli_w
import torch
from torch import nn

from models.training.data.dataset import Row
from models.training.data.stance_rows import nli
from models.training.fitting import export, loop, model, recipe

LABELS = ("CONTRADICTION", "NEUTRAL", "ENTAILMENT")
_DEV = 500  # rows of LingNLI that are kept to see how good an entailment model it is
_SERVED_AS_STANCE: dict[str, Any] = {
    "architecture": "nli",
    "labels": ["against", "neutral", "favor"],
    "nli": {key: key.upper() for key in ("entailment", "neutral", "contradiction")},
}
_SERVED_AS_VERIFY: dict[str, Any] = {
    "architecture": "classifier",
    "labels": ["contradicted", "not_in_text", "supported"],
}
_FILES = ("config.json", "model.safetensors", "tokenizer.json")


def turned(row: Row) -> Row:
    """The row with the premise first, as NLI models read pairs."""
    return Row(row.target or "", row.text, row.label, row.source)


def write(network: nn.Module, base: Path, out: Path, task: str = "stance") -> None:
    """A checkpoint with its tokenizer, and the manifest that serves it for a task."""
    whole: Any = network
    if hasattr(whole, "merge_and_unload"):
        whole = whole.merge_and_unload()
    whole.config.id2label = dict(enumerate(LABELS))
    whole.config.label2id = {label: at for at, label in enumerate(LABELS)}
    folder = out / "checkpoint"
    whole.save_pretrained(folder)
    shutil.copyfile(base / "tokenizer.json", folder / "tokenizer.json")
    sums = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in _FILES}
    manifest = {
        "name": out.name,
        "task": task,
        "version": "1",
        "licence": "not for use",
        "pair": "required",
        "max_tokens": 256,
        **(_SERVED_AS_VERIFY if task == "verify" else _SERVED_AS_STANCE),
        "base": {
            "name": out.name, "licence": "not for use", "path": "checkpoint", "files": sums,
        },
    }  # fmt: skip
    (out / "model.toml").write_text(tomli_w.dumps(manifest), encoding="utf-8")


def main() -> None:
    """Train, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    recipe.arguments(parser, lr=1e-4, rank=None)
    parser.add_argument("--rows", type=int, default=29_000)
    parser.add_argument("--task", choices=("stance", "verify"), default="stance")
    given = parser.parse_args()
    torch.manual_seed(13)
    rows = nli(given.data, given.rows)
    if given.task == "stance":  # a classifier of the service reads the hypothesis first
        rows = [turned(row) for row in rows]
    held, rows = rows[:_DEV], rows[_DEV:]
    network, tokenizer = model.fresh(
        given.base, LABELS, given.rank, lowest=given.lowest, layers=given.layers
    )
    work = given.out.with_name(f"{given.out.name}-work")
    settings = loop.Settings(lr=given.lr, max_tokens=160, evaluate_every=10**9)
    loop.train(
        network, tokenizer, [rows], work, settings,
        lambda m: export.figures(m, tokenizer, {"lingnli": held}),
    )  # fmt: skip
    write(network, given.base, given.out, given.task)
    log = (work / "log.jsonl").read_text().splitlines()
    print(json.loads(log[-1])["dev_macro_f1_lingnli"])  # noqa: T201


if __name__ == "__main__":
    main()
