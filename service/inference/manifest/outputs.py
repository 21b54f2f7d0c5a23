"""How a classifier is given a pair, and how its outputs are read."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

PairOrder = Literal["target-first", "text-first"]
Activation = Literal["softmax", "sigmoid", "identity"]
ModelPrecision = Literal["auto", "fp32", "bf16", "fp16"]
Device = Literal["auto", "cpu", "cuda", "mps"]

LONGEST = 8192
"""Most tokens of one window."""


def template_fault(template: str | None, *, paired: bool) -> str | None:
    """The reason why a template cannot be used, None if it can or there is none."""
    if template is None:
        return None
    if not paired:
        return "`template` is for a classifier of pairs"
    if template.count("{text}") != 1 or template.count("{target}") != 1:
        return "`template` must contain {text} and {target} once each"
    return None


def single_output_fault(
    otherwise: str | None, activation: Activation, mapped: Collection[str], labels: Collection[str]
) -> str | None:
    """The reason why the keys for a network with one output contradict, None if they do not."""
    if otherwise is None:
        return None
    if otherwise not in labels:
        return f"`otherwise` is {otherwise!r}, which `labels` has not"
    if activation == "softmax":
        return "`otherwise` needs the `activation` sigmoid or identity"
    if len(mapped) != 1:
        return "`otherwise` is for a network with one output: `label_map` must name that one alone"
    return None
