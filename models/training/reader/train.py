"""Trains the reader; started again, it goes on from the last checkpoint.

    python -m models.training.reader.train --documents WORK --base BASE --out WORK/first \\
        --only attributions --lr 1.5e-4 --passes 1 --planned 3
    python -m models.training.reader.train --documents WORK --base BASE --out WORK/second \\
        --start WORK/first/state.pt --lr 1.6e-4 --passes 1.4

WORK/first learns attributions only. Of the `planned` passes, over which the learning rate falls, it
makes the first. Figures go to `out`/log.jsonl.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import torch
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from torch import nn

from models.training.fitting import checkpoint, provenance
from models.training.fitting.batches import precision
from models.training.reader import documents, figures, network
from models.training.reader.batches import (
    ATTRIBUTIONS_ONLY,
    Batch,
    Mix,
    WindowOf,
    collate,
    one_pass,
)
from models.training.reader.documents import LabelledDocument
from models.training.reader.losses import Losses, losses
from models.training.reader.network import Reader
from models.training.reader.tokens import text_marks
from service.inference.backends.tokenization import read_tokenizer


@dataclass(frozen=True, slots=True)
class Settings:
    """`lr` is the peak of the encoder's rate; `passes` are made of the `planned` ones."""

    lr: float = 1.6e-4
    passes: float = 1.4
    planned: float = 1.4
    attributions_only: bool = False
    mix: Mix = field(default_factory=Mix)
    warmup: float = 0.05
    least: float = 0.02
    weight_decay: float = 0.01
    save_every: int = 100
    seed: int = 1
    bf16: bool = True


def train(
    model: Reader,
    labelled: Sequence[LabelledDocument],
    marks: tuple[int, int],
    out: Path,
    settings: Settings,
) -> None:
    """Train in place. `marks` are the ids before and after a text."""
    out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(settings.seed)
    batches, planned = schedule(labelled, settings)
    groups = network.parameters(model, settings.lr)
    optimizer = checkpoint.Optimizer(groups, weight_decay=settings.weight_decay)
    rate = checkpoint.linear_rate(optimizer, planned, settings.warmup, settings.least)
    state = out / "state.pt"
    first = checkpoint.restore(state, model, optimizer, rate)
    model.train()
    began, running = time.monotonic(), torch.zeros(len(Losses._fields))
    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    with Progress(*columns) as progress, (out / "log.jsonl").open("a") as log:
        bar = progress.add_task(out.name, total=len(batches), completed=first)
        for done, windows in enumerate(batches[first:], start=first + 1):
            running += _step(model, collate(windows, *marks), settings)
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            rate.step()
            optimizer.zero_grad(set_to_none=True)
            progress.update(bar, completed=done)
            if done < len(batches) and done % settings.save_every:
                continue
            means = (running / (1 + (done - 1) % settings.save_every)).tolist()
            told = {"step": done, "of": len(batches), "seconds": time.monotonic() - began}
            log.write(json.dumps(told | dict(zip(Losses._fields, means, strict=True))) + "\n")
            log.flush()
            running.zero_()
            checkpoint.save(state, model, optimizer, rate, done)


def schedule(
    labelled: Sequence[LabelledDocument], settings: Settings
) -> tuple[list[list[WindowOf]], int]:
    """All batches in their order, and the steps over which the learning rate falls.

    A pass has about as many batches as the first one.
    """
    rng = random.Random(settings.seed)
    batches = one_pass(labelled, settings.mix, rng)
    steps, planned = (int(len(batches) * n) for n in (settings.passes, settings.planned))
    while batches and len(batches) < steps:
        batches += one_pass(labelled, settings.mix, rng)
    return batches[:steps], planned


def _step(model: Reader, batch: Batch, settings: Settings) -> torch.Tensor:
    """The losses of a batch, their gradients added to those of the network."""
    with precision(settings.bf16):
        outputs = model(batch.ids, batch.mask, batch.types)
    found = losses(outputs, batch, attributions_only=settings.attributions_only)
    torch.autograd.backward(found.total())
    return torch.stack(list(found)).detach()


def main() -> None:
    """Train, and write the figures on the dev part and on the unseen texts."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("documents", "base", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--start", type=Path, help="state.pt of an earlier run")
    parser.add_argument("--only", choices=["attributions"])
    parser.add_argument("--lr", type=float, default=1.6e-4)
    parser.add_argument("--passes", type=float, default=1.4)
    parser.add_argument("--planned", type=float, help="as many as are made, if not given")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    only = given.only is not None
    settings = Settings(
        lr=given.lr,
        passes=given.passes,
        planned=given.planned or given.passes,
        attributions_only=only,
        mix=ATTRIBUTIONS_ONLY if only else Mix(),
        seed=given.seed,
    )
    torch.manual_seed(given.seed)
    model = Reader(given.base)
    if given.start:
        network.restore(model, torch.load(given.start, weights_only=True)["model"])
    marks = text_marks(read_tokenizer(given.base))
    labelled = documents.read(given.documents / "documents.jsonl")
    if only:
        labelled = [one for one in labelled if one.set == "polnear"]
    train(model, labelled, marks, given.out, settings)
    measured = {
        name: figures.token_f1(model, documents.read(given.documents / f"{name}.jsonl"), marks)
        for name in ("dev", "unseen")
    }
    (given.out / "figures.json").write_text(json.dumps(measured, indent=2) + "\n")
    made = provenance.recipe(given.out)
    (given.out / "recipe.json").write_text(json.dumps(made, indent=2) + "\n")


if __name__ == "__main__":
    main()
