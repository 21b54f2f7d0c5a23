"""Low-rank changes of linear maps, and how a model folder keeps them."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from torch import nn

from service.inference.manifest.entry import ModelEntry
from service.inference.models.overlay import laid_over
from service.inference.tuning.low_rank import attach, merged

SCALE = 2.0


class Network(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(6, 6), nn.Tanh(), nn.Linear(6, 6))
        self.head = nn.Linear(6, 3)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        logits: torch.Tensor = self.head(self.encoder(x))
        return logits


def entry() -> ModelEntry:
    return ModelEntry.model_validate(
        {
            "name": "m",
            "task": "stance",
            "version": "1",
            "architecture": "classifier",
            "licence": "MIT",
            "labels": ["against", "neutral", "favor"],
            "base": {"name": "b", "licence": "MIT", "files": {"config.json": "0"}, "path": "/"},
            "weights": {"file": "w", "sha256": "0", "scale": SCALE},
        }
    )


def test_a_network_begins_as_it_was_and_only_changes_and_head_are_free() -> None:
    network = Network()
    x = torch.randn(4, 6)
    before = network(x)
    found = attach(network, "encoder", 2)
    assert torch.allclose(network(x), before)
    assert set(found) == {"encoder.0", "encoder.2"}
    free = {name for name, p in network.named_parameters() if p.requires_grad}
    assert {name.rsplit(".", 1)[1] for name in free} == {"up", "down", "weight", "bias"}
    assert {name for name in free if name.endswith(("weight", "bias"))} == {
        "head.weight",
        "head.bias",
    }


@pytest.mark.parametrize("form", ["whole", "adapter", "base"])
def test_what_a_folder_keeps_gives_the_changed_weight(form: str) -> None:
    base = torch.randn(6, 5)
    a, b = torch.randn(2, 5), torch.randn(6, 2)
    own = {
        "whole": {"x.weight": base},
        "adapter": {"x.lora_A": a, "x.lora_B": b},
        "base": {},
    }[form]
    before = base + SCALE * (b @ a) if form == "adapter" else base
    up, down = torch.randn(6, 3), torch.randn(3, 5)
    head = {"head.bias": torch.ones(3)}
    kept = merged(own, {"x": (up, down)}, head, SCALE)
    state = {"x.weight": base, "head.bias": torch.zeros(3)}
    found = laid_over(state, kept, entry(), Path("w"))
    assert torch.allclose(found["x.weight"], before + up @ down, atol=0.05)
    assert torch.equal(found["head.bias"], torch.ones(3))
    assert all(tensor.dtype == torch.float16 for tensor in kept.values())
