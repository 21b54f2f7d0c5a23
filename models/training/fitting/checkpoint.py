"""The saved state of a training run, and the learning rate over its steps."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn

Optimizer = torch.optim.AdamW
Rate = torch.optim.lr_scheduler.LambdaLR


def linear_rate(optimizer: Optimizer, steps: int, warmup: float, least: float = 0.0) -> Rate:
    """Linear warm-up over a share of the steps, then linear decay to `least` of the peak."""
    warm = max(1, int(warmup * steps))
    left = max(1, steps - warm)
    return Rate(optimizer, lambda s: min((s + 1) / warm, max(least, (steps - s) / left)))


def restore(path: Path, model: nn.Module, optimizer: Optimizer, rate: Rate) -> int:
    """Take up the saved state; the number of steps that it has seen, 0 where there is none."""
    if not path.exists():
        return 0
    state = torch.load(path, weights_only=True)
    model.load_state_dict(state["model"], strict=False)
    optimizer.load_state_dict(state["optimiser"])
    rate.load_state_dict(state["rate"])
    torch.set_rng_state(state["rng"])
    return int(state["step"])


def save(path: Path, model: nn.Module, optimizer: Optimizer, rate: Rate, step: int) -> None:
    """Write what is trained beside and rename: a crash leaves the last whole state."""
    beside = path.with_suffix(".tmp")
    torch.save(
        {
            "model": trained_tensors(model),
            "optimiser": optimizer.state_dict(),
            "rate": rate.state_dict(),
            "rng": torch.get_rng_state(),
            "step": step,
        },
        beside,
    )
    beside.replace(path)


def trained_tensors(model: nn.Module) -> dict[str, Tensor]:
    """The tensors that are trained."""
    free = {name for name, parameter in model.named_parameters() if parameter.requires_grad}
    return {name: tensor for name, tensor in model.state_dict().items() if name in free}
