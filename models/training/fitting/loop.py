"""The training loop: length-sorted batches, warm-up and linear decay, resumable.

One pass over the stream it is given; repetition is the stream's business. The state is
saved every `save_every` steps, and a second start with the same folder goes on from there.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from tokenizers import Tokenizer
from torch import nn

from models.training.data.dataset import Row
from models.training.fitting import checkpoint
from models.training.fitting.batches import (
    collate,
    distribution,
    kind_of,
    lengths,
    precision,
    schedule,
)


@dataclass(frozen=True, slots=True)
class Settings:
    """`lr` is the peak; `warmup` a share of all steps; lengths are in tokens.

    `bf16` computes in that precision where that is faster (with AMX about twice as fast); what is
    trained is kept in fp32. `dropout` is 0: a row is seen once or twice only.
    """

    lr: float = 1e-4
    batch: int = 32
    warmup: float = 0.06
    weight_decay: float = 0.01
    max_tokens: int = 160
    smoothing: float = 0.05
    save_every: int = 100
    evaluate_every: int = 600
    seed: int = 13
    dropout: float = 0.0
    bf16: bool = True


def train(
    model: nn.Module,
    tokenizer: Tokenizer,
    phases: Sequence[Sequence[Row]],
    out: Path,
    settings: Settings,
    evaluate: Callable[[nn.Module], dict[str, float]],
) -> None:
    """Train `model` in place over each phase's rows once. Figures go to `out`/log.jsonl."""
    out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(settings.seed)
    kind = kind_of(model)
    batches = _batches(tokenizer, phases, settings)
    free = [p for p in model.parameters() if p.requires_grad]
    optimizer = checkpoint.Optimizer(free, lr=settings.lr, weight_decay=settings.weight_decay)
    rate = checkpoint.linear_rate(optimizer, len(batches), settings.warmup)
    state_file = out / "state.pt"
    first = checkpoint.restore(state_file, model, optimizer, rate)
    _start_training(model, settings.dropout)
    began, tokens, running = time.monotonic(), 0, 0.0
    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    with Progress(*columns) as progress, (out / "log.jsonl").open("a") as log:
        bar = progress.add_task(out.name, total=len(batches), completed=first)
        for done, rows in enumerate(batches[first:], start=first + 1):
            inputs = collate(tokenizer, rows, settings.max_tokens, kind)
            running += _step(model, inputs, rows, settings)
            nn.utils.clip_grad_norm_(free, 1.0)
            optimizer.step()
            rate.step()
            optimizer.zero_grad(set_to_none=True)
            tokens += int(inputs["attention_mask"].sum())
            progress.update(bar, completed=done)
            last = done == len(batches)
            if not last and done % settings.save_every:
                continue
            seconds = time.monotonic() - began
            figures: dict[str, float] = {
                "step": done,
                "of": len(batches),
                "loss": running / settings.save_every,
                "tokens_per_second": tokens / seconds,
                "seconds": seconds,
            }
            running = 0.0
            if last or done % settings.evaluate_every == 0:
                model.eval()
                figures |= evaluate(model)
                model.train()
            log.write(json.dumps(figures) + "\n")
            log.flush()
            checkpoint.save(state_file, model, optimizer, rate, done)
    model.eval()


def _batches(
    tokenizer: Tokenizer, phases: Sequence[Sequence[Row]], settings: Settings
) -> list[list[Row]]:
    """The rows of all phases, one phase after the other."""
    made: list[list[Row]] = []
    for phase in phases:
        tokens = lengths(tokenizer, phase, settings.max_tokens)
        chosen = schedule(tokens, settings.batch, settings.seed)
        made += [[phase[i] for i in batch] for batch in chosen]
    return made


def _start_training(model: nn.Module, dropout: float) -> None:
    model.train()
    for module in model.modules():
        if isinstance(module, nn.Dropout):
            module.p = dropout


def _step(
    model: nn.Module, inputs: dict[str, torch.Tensor], rows: Sequence[Row], settings: Settings
) -> float:
    """The loss of a batch, its gradients added to those of the network."""
    with precision(settings.bf16):
        logits = model(**inputs).logits.float()
    gold = torch.tensor([distribution(row) for row in rows])
    loss = nn.functional.cross_entropy(logits, gold, label_smoothing=settings.smoothing)
    torch.autograd.backward(loss)
    return loss.item()
