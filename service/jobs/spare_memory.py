"""Whether there is memory for one more process like this one."""

from __future__ import annotations

from pathlib import Path

_CGROUP = Path("/sys/fs/cgroup")
_PROC = Path("/proc")
_KIB = 1024


def room_for_another(part: float, proc: Path = _PROC, cgroup: Path = _CGROUP) -> bool:
    """True also where the system does not say.

    A `part` of what this process has for itself is compared with what the machine and the
    container have left; weights that processes map together are in neither.
    """
    own = _entry(proc / "self" / "status", "RssAnon:")
    left = [_entry(proc / "meminfo", "MemAvailable:"), _left_in(cgroup)]
    return own is None or all(one is None or one >= part * own for one in left)


def _left_in(cgroup: Path) -> int | None:
    """Bytes below the limit of a container; pages of files are given up when need be."""
    try:
        most = int((cgroup / "memory.max").read_text())
        used = int((cgroup / "memory.current").read_text())
    except (OSError, ValueError):  # no container, or "max"
        return None
    given_up = _entry(cgroup / "memory.stat", "inactive_file", unit=1) or 0
    return most - used + given_up


def _entry(path: Path, name: str, unit: int = _KIB) -> int | None:
    try:
        for line in path.read_text().splitlines():
            if line.split()[:1] == [name]:
                return int(line.split()[1]) * unit
    except OSError:
        pass
    return None
