"""Checks whether the machine has memory for one more process like this one."""

from __future__ import annotations

from pathlib import Path

_CGROUP = Path("/sys/fs/cgroup")
_PROC = Path("/proc")
_KIB = 1024


def memory_for_another(part: float, proc: Path = _PROC, cgroup: Path = _CGROUP) -> bool:
    """Whether there is memory for a process that needs a `part` of this process's own memory.

    That is compared with the available memory of the machine and of the container. Weights that
    processes share by mapping count in neither. It is true if the system gives no numbers.
    """
    own = _entry(proc / "self" / "status", "RssAnon:")
    left = [_entry(proc / "meminfo", "MemAvailable:"), _left_in(cgroup)]
    return own is None or all(one is None or one >= part * own for one in left)


def _left_in(cgroup: Path) -> int | None:
    """Bytes left below the limit of the container; inactive file pages can be reclaimed."""
    try:
        most = int((cgroup / "memory.max").read_text())
        used = int((cgroup / "memory.current").read_text())
    except (OSError, ValueError):  # no container, or "max"
        return None
    reclaimable = _entry(cgroup / "memory.stat", "inactive_file", unit=1) or 0
    return most - used + reclaimable


def _entry(path: Path, name: str, unit: int = _KIB) -> int | None:
    try:
        for line in path.read_text().splitlines():
            if line.split()[:1] == [name]:
                return int(line.split()[1]) * unit
    except OSError:
        pass
    return None
