"""Trains a served classifier further on labelled rows, and keeps what validation rows prefer."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from service.inference.backends.tokenization import TokenPiece, encode
from service.inference.models.hf_loader import LoadedModel
from service.inference.protocol import Window
from service.inference.torch_runtime import trains_faster_in_bf16
from service.inference.tuning.low_rank import LowRank, Pair, attach

_SMOOTHING = 0.05
_WARM_UP = 0.1  # of all steps


@dataclass(frozen=True, slots=True)
class LabelledWindow:
    """A window with the index of its label in the model's labels."""

    window: Window
    label: int


@dataclass(frozen=True, slots=True)
class FineTuning:
    """How a network is trained further. `rate` is the peak of the learning rate."""

    rank: int = 16
    epochs: int = 4
    rate: float = 2e-4
    batch: int = 16
    max_tokens: int = 192
    seed: int = 13


@dataclass(frozen=True, slots=True)
class FineTuned:
    """What was learnt. `epoch` is the best one by the loss on validation rows, 0 for none.

    `losses` are those losses, the first before training.
    """

    epoch: int
    losses: tuple[float, ...]
    changes: dict[str, Pair]
    head: dict[str, Tensor]


def fine_tune(
    model: LoadedModel,
    train: Sequence[LabelledWindow],
    validation: Sequence[LabelledWindow],
    how: FineTuning = FineTuning(),
    tell: Callable[[float], None] = lambda _: None,
) -> FineTuned:
    """Train low-rank changes of the encoder, and the head. `tell` gets the share that is done.

    The network of `model` is changed by it.
    """
    torch.manual_seed(how.seed)
    network = model.module
    encoder = network.base_model_prefix
    changes = attach(network, encoder, how.rank)
    heads = {n: p for n, p in network.named_parameters() if not n.startswith(f"{encoder}.")}
    free = [p for p in network.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(free, lr=how.rate, weight_decay=0.01)
    rows = _rows(model, train, how)
    held = _rows(model, validation, how)
    steps = how.epochs * -(-len(rows) // how.batch)
    rate = torch.optim.lr_scheduler.LambdaLR(optimizer, _Rate(steps))
    losses = [_loss_on(model, held, how)]
    best = _state(changes, heads)
    rng = random.Random(how.seed)
    done = 0
    for _ in range(how.epochs):
        rng.shuffle(rows)
        for start in range(0, len(rows), how.batch):
            torch.autograd.backward(_loss(model, rows[start : start + how.batch]))
            nn.utils.clip_grad_norm_(free, 1.0)
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            rate.step()
            done += 1
            tell(done / steps)
        losses.append(_loss_on(model, held, how))
        if losses[-1] == min(losses):
            best = _state(changes, heads)
    return FineTuned(losses.index(min(losses)), tuple(losses), *best)


@dataclass(frozen=True, slots=True)
class _Rate:
    """The learning rate as a share of its peak: a warm-up, then a linear fall."""

    steps: int

    def __call__(self, step: int) -> float:
        warm = max(1, round(_WARM_UP * self.steps))
        if step < warm:
            return (step + 1) / warm
        return max(0.0, (self.steps - step) / max(1, self.steps - warm))


_Row = tuple[TokenPiece, int]


def _rows(model: LoadedModel, labelled: Sequence[LabelledWindow], how: FineTuning) -> list[_Row]:
    """The first piece of each window with its label."""
    limit = min(model.entry.max_tokens, how.max_tokens)
    pieces = encode(model.tokenizer, [row.window for row in labelled], limit)
    first = {piece.owner: piece for piece in reversed(pieces)}
    return [(first[at], row.label) for at, row in enumerate(labelled)]


def _loss(model: LoadedModel, rows: Sequence[_Row], smoothing: float = _SMOOTHING) -> Tensor:
    gold = torch.tensor([label for _, label in rows])
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=trains_faster_in_bf16()):
        logits: Tensor = model.module(**_inputs(model, [piece for piece, _ in rows])).logits
    return nn.functional.cross_entropy(logits.float(), gold, label_smoothing=smoothing)


def _loss_on(model: LoadedModel, rows: Sequence[_Row], how: FineTuning) -> float:
    with torch.inference_mode():
        parts = [rows[at : at + how.batch] for at in range(0, len(rows), how.batch)]
        total = sum(float(_loss(model, part, 0.0)) * len(part) for part in parts)
    return total / max(1, len(rows))


def _inputs(model: LoadedModel, pieces: Sequence[TokenPiece]) -> dict[str, Any]:
    longest = max(map(len, pieces))
    ids = torch.full((len(pieces), longest), model.pad_id)
    types, mask = torch.zeros_like(ids), torch.zeros_like(ids)
    for row, piece in enumerate(pieces):
        ids[row, : len(piece)] = torch.tensor(piece.ids)
        types[row, : len(piece)] = torch.tensor(piece.type_ids)
        mask[row, : len(piece)] = 1
    inputs = {"input_ids": ids, "attention_mask": mask}
    return inputs | {"token_type_ids": types} if model.token_types else inputs


def _state(
    changes: dict[str, LowRank], heads: dict[str, nn.Parameter]
) -> tuple[dict[str, Pair], dict[str, Tensor]]:
    pairs = {
        name: (change.up.detach().clone(), change.down.detach().clone())
        for name, change in changes.items()
    }
    return pairs, {name: copy.deepcopy(tensor.detach()) for name, tensor in heads.items()}
