"""The network that is trained: the base encoder with a fresh head, embeddings frozen."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import nn
from transformers import AutoConfig, AutoModelForSequenceClassification

from models.training.data.dataset import Row
from models.training.fitting import adapter
from models.training.fitting.batches import collate, kind_of, precision
from service.inference.backends.tokenization import read_tokenizer


def fresh(
    base: Path,
    labels: Sequence[str],
    rank: int | None = None,
    start: Path | None = None,
    lowest: int = 0,
    layers: int | None = None,
) -> tuple[nn.Module, Tokenizer]:
    """Base weights with a new classifier; `base` holds config, tokenizer and weights.

    With a `rank` the encoder gets adapters of that rank from the layer `lowest` up, else all
    of it but the embeddings is trained. `start` names an earlier export to go on from. With
    `layers` only so many of the lowest layers are kept.
    """
    config: Any = AutoConfig.from_pretrained(base)
    automatic: Any = AutoModelForSequenceClassification
    config.num_labels = len(labels)
    config.num_hidden_layers = layers or config.num_hidden_layers
    network: nn.Module = automatic.from_config(config)
    prefix = config.model_type
    state = {f"{prefix}.{k}": v for k, v in load_file(base / "model.safetensors").items()}
    missing, _ = network.load_state_dict(state, strict=False)
    assert all(name.startswith("classifier") for name in missing), missing
    for parameter in getattr(network, prefix).embeddings.parameters():
        parameter.requires_grad = False
    tokenizer = read_tokenizer(base)
    trained = {k: v.float() for k, v in load_file(start).items()} if start else {}
    if rank:
        network = adapter.wrap(network, rank, lowest)
        adapter.restore(network, trained)
    else:
        network.load_state_dict(trained, strict=False)
    return network, tokenizer


def logits(
    model: nn.Module, tokenizer: Tokenizer, rows: Sequence[Row], max_tokens: int = 256
) -> np.ndarray:
    """Logits of all rows, shape (n, 3), computed in length-sorted batches of 32."""
    order = sorted(range(len(rows)), key=lambda i: len(rows[i].text))
    found = np.zeros((len(rows), 3), dtype=np.float32)
    kind = kind_of(model)
    with torch.inference_mode():
        for start in range(0, len(order), 32):
            chosen = order[start : start + 32]
            inputs = collate(tokenizer, [rows[i] for i in chosen], max_tokens, kind)
            with precision():
                found[chosen] = model(**inputs).logits.float().numpy()
    return found


def macro_f1(gold: np.ndarray, guess: np.ndarray, classes: Sequence[int] = (0, 1, 2)) -> float:
    """Unweighted mean of the classes' F1."""
    scores = []
    for c in classes:
        hit = float(((gold == c) & (guess == c)).sum())
        wrong = float((gold == c).sum() + (guess == c).sum())
        scores.append(2 * hit / wrong if wrong else 0.0)
    return float(np.mean(scores))
