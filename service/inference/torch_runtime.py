"""Threads and precisions of torch on this machine."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Literal

import torch

from service.kit.cpu import usable_cores

Precision = Literal["auto", "fp32", "bf16"]


def prepare(threads: int | None = None) -> int:
    """Set torch's thread counts once, before any model runs. Returns the number of threads.

    More threads than granted cores make a forward pass many times slower, because each waits for
    the others. So the quota determines the number unless `threads` is given.
    """
    count = threads or usable_cores()
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    torch.set_num_threads(count)
    with contextlib.suppress(RuntimeError):  # only possible before its pool was used
        torch.set_num_interop_threads(1)
    return count


def multiplies_bf16() -> bool:
    """Whether the CPU has instructions for products of bf16 (AVX-512 BF16 or AMX)."""
    able = torch.cpu.get_capabilities()
    return bool(able.get("avx512_bf16") or able.get("amx_bf16"))


@lru_cache(maxsize=1)
def trains_faster_in_bf16() -> bool:
    """Whether products of a training batch's size take less time in bf16 than in fp32 on this CPU.

    A processor that has AVX-512 BF16 but not AMX can need twice the time. This is measured once, by
    the computing time of one thread, and takes some 50 ms.
    """
    if not multiplies_bf16():
        return False

    def product(dtype: torch.dtype) -> Callable[[], object]:
        rows, weights = torch.ones(512, 384, dtype=dtype), torch.ones(1536, 384, dtype=dtype)
        return lambda: torch.nn.functional.linear(rows, weights)

    fp32, bf16 = computing_times([product(torch.float32), product(torch.bfloat16)], trials=3)
    return bf16 < fp32


def computing_times(jobs: Sequence[Callable[[], object]], trials: int) -> list[float]:
    """The least computing time of each job in one thread, in seconds, over alternating trials.

    Other processes disturb such a time little.
    """
    took = [float("inf")] * len(jobs)
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        for _ in range(trials):
            for at, job in enumerate(jobs):
                began = time.thread_time()
                job()
                took[at] = min(took[at], time.thread_time() - began)
    finally:
        torch.set_num_threads(threads)
    return took


def computes_bf16() -> bool:
    """Whether the device of the networks, an accelerator or the CPU, supports bf16."""
    return bool(torch.cuda.is_available()) or multiplies_bf16()


def chosen_precision(wanted: Precision) -> Literal["fp32", "bf16"]:
    """The precision to compute in; "auto" is bf16 if the CPU supports it."""
    if wanted != "auto":
        return wanted
    return "bf16" if multiplies_bf16() else "fp32"
