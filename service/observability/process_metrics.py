"""Metrics of this process's memory and of its memory limit."""

from __future__ import annotations

import os
from pathlib import Path

from prometheus_client import CollectorRegistry, Gauge

_STATM = Path("/proc/self/statm")
_CGROUP = Path("/sys/fs/cgroup")
_UNLIMITED = 1 << 60  # cgroup v1 gives a number near 2**63 if there is no limit


class ProcessMetrics:
    """Gauges of memory in bytes. Used memory is summed over workers; they share the limit."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.used = Gauge(
            "copydesk_memory_bytes",
            "Memory of the service's own: resident, without what is mapped from files.",
            registry=registry,
            multiprocess_mode="livesum",
        )
        self.limit = Gauge(
            "copydesk_memory_limit_bytes",
            "Memory that the container may use, else that the machine has.",
            registry=registry,
            multiprocess_mode="livemax",
        )

    def refresh(self) -> None:
        """Update the gauges."""
        self.used.set(own_memory())
        self.limit.set(memory_limit())


def own_memory(statm: Path = _STATM) -> int:
    """Resident bytes that are not mapped from files; 0 if /proc has no such number."""
    try:
        _, resident, shared = statm.read_text().split()[:3]
    except (OSError, ValueError):
        return 0
    return (int(resident) - int(shared)) * os.sysconf("SC_PAGE_SIZE")


def memory_limit(root: Path = _CGROUP) -> int:
    """The limit of the cgroup (v2, else v1) in bytes, at most the memory of the machine."""
    machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    for name in ("memory.max", "memory/memory.limit_in_bytes"):
        try:
            granted = (root / name).read_text().strip()
        except OSError:
            continue
        if granted.isdigit() and int(granted) < _UNLIMITED:
            return min(machine, int(granted))
    return machine
