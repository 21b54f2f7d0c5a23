"""Weights between two models."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file

from models.training.average import between


def test_a_share_of_the_new(tmp_path: Path) -> None:
    old, new = tmp_path / "old.safetensors", tmp_path / "new.safetensors"
    save_file({"a": torch.zeros(2, 2)}, old)
    save_file({"a": torch.ones(2, 2, dtype=torch.float16)}, new)
    assert torch.allclose(between(old, new, 0.25)["a"], torch.full((2, 2), 0.25))


def test_networks_that_differ_are_refused(tmp_path: Path) -> None:
    old, new = tmp_path / "old.safetensors", tmp_path / "new.safetensors"
    save_file({"a": torch.zeros(1)}, old)
    save_file({"b": torch.ones(1)}, new)
    with pytest.raises(KeyError):
        between(old, new, 0.5)
