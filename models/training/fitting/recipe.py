"""What all recipes share: arguments, training, calibration, export."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import nn

from models.training.data.dataset import Row
from models.training.fitting import calibration, export, loop, model, provenance


def arguments(
    parser: argparse.ArgumentParser, *, lr: float, rank: int | None, lowest: int = 0
) -> None:
    """The options of every recipe."""
    parser.add_argument("--data", type=Path, required=True, help="folder of data sets")
    parser.add_argument("--base", type=Path, required=True, help="folder of the base encoder")
    parser.add_argument("--out", type=Path, required=True, help="work folder")
    parser.add_argument("--lr", type=float, default=lr)
    parser.add_argument("--rank", type=int, default=rank)
    parser.add_argument("--lowest", type=int, default=lowest, help="first layer with adapters")
    parser.add_argument("--layers", type=int, help="of the encoder that are kept, by default all")


def run(
    given: argparse.Namespace,
    labels: Sequence[str],
    phases: Sequence[Sequence[Row]],
    dev: Mapping[str, list[Row]],
    settings: loop.Settings,
    calibrated_on: Sequence[str],
    *,
    start: Path | None = None,
    read: Iterable[Row] = (),
) -> None:
    """Train over the phases, calibrate on dev parts, export to `given.out`.

    `read` are rows that the weights at `start` have seen, for the record.
    """
    torch.manual_seed(settings.seed)
    network, tokenizer = model.fresh(
        given.base, labels, given.rank, start, given.lowest, given.layers
    )
    loop.train(
        network,
        tokenizer,
        phases,
        given.out,
        settings,
        lambda m: export.figures(m, tokenizer, dev),
    )
    facts = {
        "recipe": provenance.recipe(given.out),
        "training": provenance.sets(chain(read, *phases)),
    }
    finish(network, tokenizer, given.out, dev, calibrated_on, facts)


def finish(
    network: nn.Module,
    tokenizer: Tokenizer,
    out: Path,
    dev: Mapping[str, list[Row]],
    calibrated_on: Sequence[str],
    facts: Mapping[str, Any],
) -> None:
    """Calibrate on some of the dev parts, export with the figures on all."""
    fitted = calibrate(network, tokenizer, dev, calibrated_on)
    export.write(network, out, fitted, export.figures(network, tokenizer, dev), facts)


def calibrate(
    network: nn.Module,
    tokenizer: Tokenizer,
    dev: Mapping[str, list[Row]],
    calibrated_on: Sequence[str],
) -> calibration.Calibration:
    """Fit on some of the dev parts."""
    held = [row for name in calibrated_on for row in dev[name]]
    gold = np.array([row.label for row in held])
    entity = calibration.about_entities(held)
    return calibration.fit(model.logits(network, tokenizer, held), gold, entity)
