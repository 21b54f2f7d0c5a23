"""Batches of rows as a network reads them, and in which order it sees them."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

import torch
from tokenizers import Tokenizer
from torch import nn

from models.training.data.dataset import Row
from service.inference.torch_runtime import trains_faster_in_bf16


def collate(
    tokenizer: Tokenizer, rows: Sequence[Row], max_tokens: int, kind: str
) -> dict[str, torch.Tensor]:
    """The network's inputs, each (n, longest); the target is the first segment.

    `kind` is the configuration's `model_type`: MPNet knows no token types and pads with 1.
    """
    items = [(r.target, r.text) if r.target else r.text for r in rows]
    encoded = tokenizer.encode_batch(items)
    width = min(max_tokens, max(len(e.ids) for e in encoded))
    ids = torch.full((len(rows), width), 1 if kind == "mpnet" else 0, dtype=torch.long)
    types = torch.zeros_like(ids)
    mask = torch.zeros_like(ids)
    for i, e in enumerate(encoded):
        n = min(width, len(e.ids))
        ids[i, :n] = torch.tensor(e.ids[:n])
        types[i, :n] = torch.tensor(e.type_ids[:n])
        mask[i, :n] = 1
    inputs = {"input_ids": ids, "attention_mask": mask}
    return inputs if kind == "mpnet" else inputs | {"token_type_ids": types}


def distribution(row: Row) -> tuple[float, ...]:
    """What the network is to say of a row."""
    return row.soft or tuple(float(row.label == i) for i in range(3))


def precision(wanted: bool = True) -> torch.autocast:
    """Autocast to bf16 if it is wanted and faster on this CPU, else to nothing."""
    return torch.autocast("cpu", dtype=torch.bfloat16, enabled=wanted and trains_faster_in_bf16())


def kind_of(network: nn.Module) -> str:
    """The `model_type` of a network's configuration."""
    config: Any = network.config
    return str(config.model_type)


def lengths(tokenizer: Tokenizer, rows: Sequence[Row], max_tokens: int) -> list[int]:
    """Tokens of each row as the network sees it."""
    items = [(r.target, r.text) if r.target else r.text for r in rows]
    return [min(max_tokens, len(e.ids)) for e in tokenizer.encode_batch(items)]


def schedule(tokens: Sequence[int], batch: int, seed: int) -> list[list[int]]:
    """Batches of indices: shuffled, then sorted by length within pools of 100 batches."""
    rng = random.Random(seed)
    order = list(range(len(tokens)))
    rng.shuffle(order)
    batches = []
    for start in range(0, len(order), batch * 100):
        pool = sorted(order[start : start + batch * 100], key=tokens.__getitem__)
        batches += [pool[i : i + batch] for i in range(0, len(pool), batch)]
    rng.shuffle(batches)
    return batches
