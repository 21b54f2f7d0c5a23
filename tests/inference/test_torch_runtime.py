"""Precisions that the machine computes in."""

from __future__ import annotations

from service.inference.torch_runtime import chosen_precision, multiplies_bf16


def test_auto_is_bf16_only_where_the_cpu_has_it() -> None:
    assert chosen_precision("auto") == ("bf16" if multiplies_bf16() else "fp32")
    assert chosen_precision("fp32") == "fp32"
    assert chosen_precision("bf16") == "bf16"
