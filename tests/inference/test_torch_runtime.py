"""Precisions that the machine computes in."""

from __future__ import annotations

import pytest
import torch

from service.inference import torch_runtime
from service.inference.torch_runtime import chosen_precision, multiplies_bf16


def test_auto_is_bf16_only_where_the_cpu_has_it() -> None:
    assert chosen_precision("auto") == ("bf16" if multiplies_bf16() else "fp32")
    assert chosen_precision("fp32") == "fp32"
    assert chosen_precision("bf16") == "bf16"


def test_no_cpu_trains_faster_in_what_it_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch_runtime, "multiplies_bf16", lambda: False)
    assert not torch_runtime.trains_faster_in_bf16.__wrapped__()


@pytest.mark.parametrize(("slow", "faster"), [(torch.float32, True), (torch.bfloat16, False)])
def test_training_takes_the_precision_that_was_measured_to_be_faster(
    monkeypatch: pytest.MonkeyPatch, slow: torch.dtype, faster: bool
) -> None:
    """A clock that only products in one of the precisions move."""
    now = [0.0]

    def linear(rows: torch.Tensor, weights: torch.Tensor) -> None:
        now[0] += 2.0 if rows.dtype is slow else 1.0

    monkeypatch.setattr(torch_runtime, "multiplies_bf16", lambda: True)
    monkeypatch.setattr(torch.nn.functional, "linear", linear)
    monkeypatch.setattr("service.inference.torch_runtime.time.thread_time", lambda: now[0])
    assert torch_runtime.trains_faster_in_bf16.__wrapped__() is faster
