"""One set of Prometheus series for all workers, in files that each of them maps.

This is prometheus_client's multiprocess mode. The files are named by worker number instead of
process id, so that a new worker continues the counts of the dead one and the files do not
accumulate.
"""

from __future__ import annotations

import os
from pathlib import Path

from prometheus_client import CollectorRegistry, values
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"


def join(runtime_dir: Path, number: int) -> None:
    """Make this process count as worker `number`. Call it before any metric is created."""
    folder = _folder(runtime_dir)
    folder.mkdir(exist_ok=True)
    os.environ[_VARIABLE] = str(folder)
    values.ValueClass = values.MultiProcessValue(lambda: number)  # type: ignore[no-untyped-call]


def forget(runtime_dir: Path, number: int) -> None:
    """Delete the gauges of a dead worker. Its counters stay."""
    mark_process_dead(number, str(_folder(runtime_dir)))  # type: ignore[no-untyped-call]


def gathered(own: CollectorRegistry) -> CollectorRegistry:
    """The registry to export: that of all workers if there are several, else the process's own."""
    folder = os.environ.get(_VARIABLE)
    if folder is None:
        return own
    registry = CollectorRegistry()
    MultiProcessCollector(registry, folder)  # type: ignore[no-untyped-call]
    return registry


def several() -> bool:
    """Whether this process is one of several that count together."""
    return _VARIABLE in os.environ


def _folder(runtime_dir: Path) -> Path:
    return runtime_dir / "metrics"
