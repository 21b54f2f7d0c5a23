"""The time from start to ready, and the memory: `python -m benchmarks.start`.

It measures the fast profile with one and with two workers. Memory is that of all processes, in
which shared pages count once, when ready and at its peak under a mixed load.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
from typing import Any

from typer import echo

from benchmarks.load import client
from benchmarks.load.options import options, parsed
from benchmarks.mixed import requests
from benchmarks.report import results
from benchmarks.servers import usage
from benchmarks.servers.server import copydesk


def measure(given: argparse.Namespace, workers: int) -> dict[str, Any]:
    """Starts of a server with so many workers."""
    starts, idle, loaded = [], [], 0.0
    for round_ in range(1 if given.quick else 3):
        with copydesk("--workers", str(workers), name=f"start-{workers}") as server:
            starts.append(server.started)
            idle.append(usage.memory(server.session))
            if round_ == 0:
                seconds = 5.0 if given.quick else 20.0
                with usage.Watch(server.session, 0.5) as watch:
                    asyncio.run(client.closed(server.port, requests(given.data), 32, seconds))
                loaded = watch.used.memory
    return {
        "start": statistics.median(starts),
        "starts": starts,
        "ready": max(idle),
        "loaded": loaded,
    }


def report() -> str:
    """The table."""
    rows = []
    for workers in (1, 2):
        found = results.load(f"start-{workers}")
        if found is not None:
            rows.append([
                workers, results.number(found["start"], 1), results.number(found["ready"]),
                results.number(found["loaded"]),
            ])  # fmt: skip
    return results.table(["workers", "s to ready", "MiB when ready", "MiB under load"], rows)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    options(parser)
    given = parsed(parser)
    for workers in (1, 2):
        results.save(f"start-{workers}", measure(given, workers))
    echo(report())


if __name__ == "__main__":
    main()
