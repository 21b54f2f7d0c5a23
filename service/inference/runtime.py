"""What the machine gives this process: cores and precisions, and how torch is told of them."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import Literal

Precision = Literal["auto", "fp32", "bf16"]

_CGROUP = Path("/sys/fs/cgroup")


def cpu_quota(root: Path = _CGROUP) -> float | None:
    """Cores that the cgroup (v2, else v1) grants, None where it sets no limit."""
    try:
        quota, period = (root / "cpu.max").read_text().split()
        return None if quota == "max" else int(quota) / int(period)
    except (OSError, ValueError):
        pass
    try:
        quota_us = int((root / "cpu/cpu.cfs_quota_us").read_text())
        period_us = int((root / "cpu/cpu.cfs_period_us").read_text())
        return quota_us / period_us if quota_us > 0 else None
    except (OSError, ValueError):
        return None


def usable_cores(root: Path = _CGROUP) -> int:
    """Whole cores this process may use: its affinity mask, capped by the cgroup quota."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    quota = cpu_quota(root)
    return max(1, min(cores or 1, int(quota) if quota is not None and quota >= 1 else cores or 1))


def prepare(threads: int | None = None) -> int:
    """Set torch's thread counts once, before any model runs; returns the threads used.

    More threads than granted cores make a forward pass many times slower, because each
    waits for the others; so the quota decides unless `threads` is given.
    """
    import torch

    count = threads or usable_cores()
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    torch.set_num_threads(count)
    with contextlib.suppress(RuntimeError):  # only before its pool has been used
        torch.set_num_interop_threads(1)
    return count


def multiplies_bf16() -> bool:
    """Whether the CPU has instructions for products of bf16 (AVX-512 BF16 or AMX)."""
    import torch

    able = torch.cpu.get_capabilities()
    return bool(able.get("avx512_bf16") or able.get("amx_bf16"))


def computes_bf16() -> bool:
    """Whether what the networks run on, an accelerator or the CPU, computes in bf16."""
    import torch

    return bool(torch.cuda.is_available()) or multiplies_bf16()


def chosen_precision(wanted: Precision) -> Literal["fp32", "bf16"]:
    """The precision to compute in; "auto" is bf16 where the CPU has it."""
    if wanted != "auto":
        return wanted
    return "bf16" if multiplies_bf16() else "fp32"
