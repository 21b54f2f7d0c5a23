"""The precision and the device that a network computes with.

int8 is not among the choices: dynamic quantisation of the linear maps costs 2.3 points of
macro-F1 on NewsMTSC's dev rows (stance-minilm, 79.5 to 77.2; bf16 costs nothing) and is no
faster than bf16.
"""

from __future__ import annotations

from functools import partial
from typing import Literal

import torch
from torch import Tensor

from service.inference.backends.encoder import Layout
from service.inference.backends.packed import PackedEncoder
from service.inference.backends.tokenization import TokenPiece
from service.inference.manifest.entry import ModelEntry
from service.inference.manifest.outputs import Device, ModelPrecision
from service.inference.torch_runtime import computing_times, multiplies_bf16

Chosen = Literal["fp32", "bf16", "fp16"]
DTYPES: dict[str, torch.dtype] = {
    "fp32": torch.float32, "bf16": torch.bfloat16, "fp16": torch.float16,
}  # fmt: skip

_TRIALS = 7
_WORTH = 1.15  # the least speed-up for choosing bf16; CPUs with AMX are twice as fast


def device(wanted: Device = "auto") -> torch.device:
    """The device that a model wants if torch finds it, otherwise the CPU.

    "auto" is CUDA where it is found. Apple's MPS has to be asked for, since it has not been tried.
    """
    if wanted in ("auto", "cuda") and torch.cuda.is_available():
        return torch.device("cuda")
    if wanted == "mps" and torch.backends.mps.is_available():
        return torch.device("mps")
    return torch.device("cpu")


def choose(wanted: ModelPrecision, layout: Layout | None, on: torch.device) -> Chosen:
    """The precision for a network, by measuring its `layout`, which is in fp32 on the CPU.

    A CPU computes in fp32 instead of fp16, for which it has no fast products.
    """
    if wanted == "fp16" and on.type == "cpu":
        return "fp32"
    if wanted != "auto":
        return wanted
    if on.type == "cuda":
        return "bf16" if torch.cuda.is_bf16_supported() else "fp16"
    if on.type == "mps":
        return "fp32"
    if not multiplies_bf16() or (layout is not None and gain(layout) < _WORTH):
        return "fp32"
    return "bf16"


def fallbacks(entry: ModelEntry, used: str, on: torch.device) -> dict[str, str]:
    """What a manifest asks for and this machine does not have, with what is used instead."""
    found = {}
    if entry.device not in ("auto", on.type):
        found["device"] = f"{on.type} instead of {entry.device}"
    if entry.precision not in (None, "auto", used):
        found["precision"] = f"{used} instead of {entry.precision}"
    return found


def gain(layout: Layout) -> float:
    """The speed-up of one layer of a network in bf16 over fp32 on this CPU.

    It is measured by the computing time of one thread, as the minimum of a few alternating trials,
    so that other processes disturb it little. This takes about 50 ms.
    """
    layer = layout._replace(layers=layout.layers[:12])
    encoders = [PackedEncoder(put(layer, dtype)) for dtype in (torch.float32, torch.bfloat16)]
    batch = [TokenPiece(i, (1,) * 32, (0,) * 32, 32.0) for i in range(8)]
    fp32, bf16 = computing_times([partial(encoder, batch) for encoder in encoders], _TRIALS)
    return fp32 / max(bf16, 1e-9)


def put(layout: Layout, dtype: torch.dtype, on: torch.device | None = None) -> Layout:
    """The layout in another precision or on another device, copied only if necessary."""
    where = on or torch.device("cpu")

    def moved(tensor: Tensor) -> Tensor:
        return tensor.to(where, dtype)

    return layout._replace(
        tables=[moved(t) for t in layout.tables],
        layers=[moved(t) for t in layout.layers],
        head=[moved(t) for t in layout.head],
        bias=None if layout.bias is None else moved(layout.bias),
        onednn=layout.onednn and where.type == "cpu",
    )
