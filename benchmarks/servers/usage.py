"""The resource use of a server's processes from /proc. A server is one session of processes."""

from __future__ import annotations

import os
import re
import threading
import time
from dataclasses import dataclass
from pathlib import Path

_TICK = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")
_PSS = re.compile(r"^Pss:\s+(\d+) kB", re.MULTILINE)
_PEAK = re.compile(r"^VmHWM:\s+(\d+) kB", re.MULTILINE)


def members(session: int) -> list[int]:
    """Ids of the processes of a session."""
    found = []
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            fields = _stat(int(entry))
            if fields and int(fields[3]) == session:
                found.append(int(entry))
    return found


def cpu(session: int) -> float:
    """CPU seconds of the processes of a session, without those that have ended."""
    total = 0
    for pid in members(session):
        if fields := _stat(pid):
            total += int(fields[11]) + int(fields[12])
    return total / _TICK


def busy() -> float:
    """CPU seconds that everything on the machine has used since it started."""
    fields = Path("/proc/stat").read_text().split(maxsplit=9)
    user, nice, system, _idle, _wait, interrupts, soft = map(int, fields[1:8])
    return (user + nice + system + interrupts + soft) / _TICK


def memory(session: int) -> float:
    """MiB of all processes, in which shared pages count once."""
    total = 0.0
    for pid in members(session):
        try:
            found = _PSS.search(Path(f"/proc/{pid}/smaps_rollup").read_text())
        except OSError:
            continue
        total += int(found[1]) / 1024 if found else 0.0
    return total


def peak(pid: int) -> float:
    """The peak memory of one process in MiB."""
    found = _PEAK.search(Path(f"/proc/{pid}/status").read_text())
    return int(found[1]) / 1024 if found else 0.0


def resident(pid: int) -> float:
    """The present memory of one process in MiB."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE / 2**20


def _stat(pid: int) -> list[str]:
    """The fields of /proc/PID/stat from the state on; empty if the process has ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


@dataclass(frozen=True)
class Used:
    """CPU seconds in a time, and the maximum of memory in MiB.

    `others` is the CPU time of all processes except the server's and this one.
    """

    cpu: float
    memory: float
    seconds: float
    others: float = 0.0

    @property
    def cores(self) -> float:
        """Cores in use, on average."""
        return self.cpu / self.seconds


class Watch:
    """`with Watch(session) as watch: …`; then `watch.used`. Looks at memory every second."""

    def __init__(self, session: int, every: float = 1.0) -> None:
        self._session = session
        self._every = every
        self._most = 0.0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self.used = Used(0.0, 0.0, 1.0)

    def __enter__(self) -> Watch:
        self._since, self._began = time.perf_counter(), cpu(self._session)
        self._rest = busy() - self._began - time.process_time()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        took, used = time.perf_counter() - self._since, cpu(self._session) - self._began
        rest = busy() - (used + self._began) - time.process_time() - self._rest
        self._over.set()
        self._thread.join()
        self.used = Used(used, self._most, took, max(0.0, rest))

    def _look(self) -> None:
        while True:
            self._most = max(self._most, memory(self._session))
            if self._over.wait(self._every):
                return
