"""Services as separate processes, which end with the test."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

HANG = 180.0  # seconds; only a guard against waiting for ever


class Served:
    """A service that runs as a process: its base address, and ways to look at it."""

    def __init__(self, process: subprocess.Popen[str], port: int) -> None:
        self.process = process
        self.port = port
        self.client = httpx.Client(
            base_url=f"http://127.0.0.1:{port}", timeout=HANG, trust_env=False
        )

    def status(self, path: str) -> int | None:
        """The status of a probe on a connection of its own; None when nobody takes it."""
        try:
            base = f"http://127.0.0.1:{self.port}"
            return httpx.get(base + path, timeout=HANG, trust_env=False).status_code
        except httpx.TransportError:
            return None

    def ready(self) -> Served:
        """Itself, once it is ready."""
        self.until(lambda: self.status("/readyz") == 200)
        return self

    def until(self, true: Callable[[], bool]) -> None:
        """Return once it is so. Fails when the process ends or nothing comes of it."""

        def checked() -> bool:
            assert self.process.poll() is None, self.process.communicate()[1]
            return true()

        wait_for(checked)

    def workers(self) -> list[int]:
        """Process ids of the worker processes."""
        return [pid for pid in children(self.process.pid) if "spawn_main" in command(pid)]

    def sentiment(self, text: str) -> httpx.Response:
        """The answer to a text, on a connection of its own."""
        with httpx.Client(base_url=self.client.base_url, timeout=HANG, trust_env=False) as client:
            return client.post("/v1/sentiment", json={"text": text})

    def samples(self) -> dict[tuple[str, ...], float]:
        """Values of the metrics by name and label values, labels in the order of their names."""
        return {
            (sample.name, *(value for _, value in sorted(sample.labels.items()))): sample.value
            for family in text_string_to_metric_families(self.client.get("/metrics").text)
            for sample in family.samples
        }

    def in_flight(self) -> float:
        """Requests that are being answered, but for the one that asks."""
        return self.samples()["copydesk_requests_in_flight",] - 1

    def end(self) -> tuple[int, str]:
        """The exit code, and what was written to standard error."""
        err = self.process.communicate(timeout=HANG)[1]
        return self.process.returncode, err


def wait_for(true: Callable[[], bool]) -> None:
    """Return once it is so."""
    began = time.monotonic()
    while not true():
        assert time.monotonic() - began < HANG
        time.sleep(0.05)


def children(pid: int) -> list[int]:
    """Process ids of a process's children."""
    try:
        return [int(c) for c in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def command(pid: int) -> str:
    """The command line of a process, empty when it is gone."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


Serve = Callable[..., Served]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """`serve("--workers", "2")`: `tests.server.workers.served` with these arguments."""
    with serving() as start:
        yield start


@pytest.fixture(scope="module")
def pair() -> Iterator[Served]:
    """A service with two workers, for several tests."""
    with serving() as start:
        service = start("--workers", "2").ready()
        service.until(lambda: len(service.workers()) == 2)
        yield service


@contextmanager
def serving() -> Iterator[Serve]:
    """A way to start services; they end with the context."""
    started: list[Served] = []

    def _serve(*arguments: str, module: str = "tests.server.workers.served") -> Served:
        port = free_port()
        process = subprocess.Popen(
            [sys.executable, "-m", module, *arguments, "--port", str(port)],
            stderr=subprocess.PIPE,
            text=True,
        )
        served = Served(process, port)
        started.append(served)
        return served

    yield _serve
    for served in started:
        served.client.close()
        if served.process.poll() is None:
            _end(served.process)
        served.process.communicate()


def _end(process: subprocess.Popen[str]) -> None:
    """Kill a service; its workers end with it.

    A killed process leaves no record of what it ran, so under coverage it may end by itself.
    """
    if "COVERAGE_PROCESS_CONFIG" in os.environ:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=5)
    process.kill()


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
