"""The training loop: length-sorted batches, warm-up and linear decay, resumable.

One pass over the stream it is given; repetition is the stream's business. The state is
saved every `save_every` steps, and a second start with the same folder goes on from there.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from tokenizers import Tokenizer
from torch import nn

from models.training.data.dataset import Row
from service.inference.torch_runtime import multiplies_bf16


@dataclass(frozen=True, slots=True)
class Settings:
    """`lr` is the peak; `warmup` a share of all steps; lengths are in tokens.

    `bf16` computes in that precision where the CPU has it, at about twice the speed; what is
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
    """Autocast to bf16 if it is wanted and the CPU multiplies in it, else to nothing."""
    return torch.autocast("cpu", dtype=torch.bfloat16, enabled=wanted and multiplies_bf16())


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
    rows: list[Row] = []
    batches: list[list[int]] = []
    for phase in phases:
        tokens_of = lengths(tokenizer, phase, settings.max_tokens)
        chosen = schedule(tokens_of, settings.batch, settings.seed)
        batches += [[i + len(rows) for i in batch] for batch in chosen]
        rows += phase
    free = [p for p in model.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(free, lr=settings.lr, weight_decay=settings.weight_decay)
    warm = max(1, int(settings.warmup * len(batches)))
    rate = torch.optim.lr_scheduler.LambdaLR(
        optimiser,
        lambda s: min((s + 1) / warm, max(0.0, (len(batches) - s) / (len(batches) - warm))),
    )
    state_file = out / "state.pt"
    first = 0
    if state_file.exists():
        state = torch.load(state_file, weights_only=True)
        model.load_state_dict(state["model"], strict=False)
        optimiser.load_state_dict(state["optimiser"])
        rate.load_state_dict(state["rate"])
        first = state["step"]
        torch.set_rng_state(state["rng"])
    model.train()
    for module in model.modules():
        if isinstance(module, nn.Dropout):
            module.p = settings.dropout
    began, tokens, running = time.monotonic(), 0, 0.0
    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    with Progress(*columns) as progress, (out / "log.jsonl").open("a") as log:
        bar = progress.add_task(out.name, total=len(batches), completed=first)
        for step in range(first, len(batches)):
            picked = [rows[i] for i in batches[step]]
            inputs = collate(tokenizer, picked, settings.max_tokens, kind)
            with precision(settings.bf16):
                logits = model(**inputs).logits.float()
            gold = torch.tensor([distribution(r) for r in picked])
            loss = nn.functional.cross_entropy(logits, gold, label_smoothing=settings.smoothing)
            torch.autograd.backward(loss)
            nn.utils.clip_grad_norm_(free, 1.0)
            optimiser.step()
            rate.step()
            optimiser.zero_grad(set_to_none=True)
            tokens += int(inputs["attention_mask"].sum())
            running += loss.item()
            done = step + 1
            progress.update(bar, completed=done)
            if done % settings.save_every == 0 or done == len(batches):
                seconds = time.monotonic() - began
                figures: dict[str, float] = {
                    "step": done,
                    "of": len(batches),
                    "loss": running / settings.save_every,
                    "tokens_per_second": tokens / seconds,
                    "seconds": seconds,
                }
                running = 0.0
                if done % settings.evaluate_every == 0 or done == len(batches):
                    model.eval()
                    figures |= evaluate(model)
                    model.train()
                log.write(json.dumps(figures) + "\n")
                log.flush()
                _save(state_file, model, optimiser, rate, done)
    model.eval()


def _save(
    path: Path,
    model: nn.Module,
    optimiser: torch.optim.Optimizer,
    rate: torch.optim.lr_scheduler.LambdaLR,
    step: int,
) -> None:
    """Write what is trained beside and rename: a crash leaves the last whole state."""
    beside = path.with_suffix(".tmp")
    free = {name for name, p in model.named_parameters() if p.requires_grad}
    torch.save(
        {
            "model": {k: v for k, v in model.state_dict().items() if k in free},
            "optimiser": optimiser.state_dict(),
            "rate": rate.state_dict(),
            "rng": torch.get_rng_state(),
            "step": step,
        },
        beside,
    )
    beside.replace(path)
