"""What a recipe leaves behind: the trained tensors in fp16, the temperature, the figures."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import torch
from safetensors.torch import save_file
from tokenizers import Tokenizer
from torch import nn

from models.training.data.dataset import Row
from models.training.fitting import adapter, model
from models.training.fitting.calibration import Calibration


def figures(
    network: nn.Module, tokenizer: Tokenizer, dev: Mapping[str, list[Row]]
) -> dict[str, float]:
    """Macro-F1 on each development part, over the classes that it has."""
    found = {}
    for name, rows in dev.items():
        gold = np.array([r.label for r in rows])
        guess = model.logits(network, tokenizer, rows).argmax(axis=1)
        classes = sorted(set(gold.tolist()))
        found[f"dev_macro_f1_{name}"] = round(model.macro_f1(gold, guess, classes), 4)
    return found


def write(
    network: nn.Module,
    out: Path,
    fitted: Calibration,
    dev: Mapping[str, float],
    facts: Mapping[str, Any] = MappingProxyType({}),
) -> None:
    """`weights.safetensors` with every trained tensor, and `result.json`."""
    trained = adapter.tensors(network) or {
        name: tensor for name, tensor in network.state_dict().items() if ".embeddings." not in name
    }
    halves = {k: v.detach().to(torch.float16).contiguous() for k, v in trained.items()}
    save_file(halves, out / "weights.safetensors")
    (out / "result.json").write_text(
        json.dumps({**asdict(fitted), **dev, **facts}, indent=2) + "\n"
    )
