"""Requests a server's probes repeatedly, each over a new connection, as an orchestrator does.

`python -m benchmarks.load.probe PORT SECONDS` prints latencies in ms by path as JSON. It is a
separate process, so that it does not wait for the load generator.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time

from typer import echo

from benchmarks.report.results import quantile
from benchmarks.servers.server import ROOT, get

PATHS = ("/livez", "/readyz", "/metrics")
EVERY = 0.1  # seconds
TIMEOUT = 5.0


def watch(port: int, seconds: float) -> dict[str, list[float]]:
    """Milliseconds by path; a probe that failed or was late counts with its full time."""
    found: dict[str, list[float]] = {path: [] for path in PATHS}
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        for path in PATHS:
            began = time.perf_counter()
            try:
                status = get(port, path, TIMEOUT)[0]
            except OSError:
                status = 0
            took = time.perf_counter() - began
            found[path].append(1000 * (took if status == 200 else max(took, TIMEOUT)))
            time.sleep(EVERY / len(PATHS))
    return found


class Probing:
    """`with Probing(port, seconds) as probing: …`; then `probing.found`, p50, p99 and count."""

    def __init__(self, port: int, seconds: float) -> None:
        self._command = [sys.executable, "-m", "benchmarks.load.probe", str(port), str(seconds)]
        self._timeout = seconds + 60
        self.found: dict[str, dict[str, float]] = {}

    def __enter__(self) -> Probing:
        self._process = subprocess.Popen(self._command, cwd=ROOT, stdout=subprocess.PIPE)
        return self

    def __exit__(self, *_: object) -> None:
        try:
            raw, _errors = self._process.communicate(timeout=self._timeout)
        except subprocess.TimeoutExpired:
            self._process.kill()
            raise
        for path, took in json.loads(raw).items():
            self.found[path] = {
                "p50": quantile(took, 0.5), "p99": quantile(took, 0.99), "count": len(took),
            }  # fmt: skip


if __name__ == "__main__":
    echo(json.dumps(watch(int(sys.argv[1]), float(sys.argv[2]))))
