"""Starts a server in a separate session, waits until it answers, and stops it."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "build" / "benchmarks"
THREADS = 2

# The same number of threads for every library that a server may compute with.
BUDGET = {
    name: str(THREADS)
    for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS", "RAYON_NUM_THREADS")
} | {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "PYTHONUNBUFFERED": "1"}


class ServerFailed(Exception):
    """A server ended early or did not get ready."""


@dataclass(frozen=True)
class Server:
    """A running server; `process` leads a session that holds all its processes."""

    process: subprocess.Popen[bytes]
    port: int
    started: float  # seconds until it was ready

    @property
    def session(self) -> int:
        """See `usage`."""
        return self.process.pid


def free_port() -> int:
    """A port of 127.0.0.1 that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def get(port: int, path: str, timeout: float = 5.0) -> tuple[int, bytes]:
    """Status and body over a connection of its own. Raises `OSError`."""
    return ask(port, "GET", path, None, timeout)


def ask(
    port: int, method: str, path: str, body: bytes | None, timeout: float = 60.0
) -> tuple[int, bytes]:
    """Status and body of one request. Raises `OSError`."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        headers = {"Content-Type": "application/json"} if body is not None else {}
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read()
    except http.client.HTTPException as error:
        raise ConnectionError(str(error)) from error
    finally:
        connection.close()


@contextmanager
def running(
    command: Sequence[str],
    ready: str,
    *,
    environment: Mapping[str, str] | None = None,
    port: int,
    name: str = "server",
    timeout: float = 180.0,
) -> Iterator[Server]:
    """A server that answers GET `ready` with 200. Its log goes to build/benchmarks/NAME.log."""
    BUILD.mkdir(parents=True, exist_ok=True)
    if threading.current_thread() is threading.main_thread():
        # A benchmark that is terminated still stops its server.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    with open(BUILD / f"{name}.log", "wb") as log:
        process = subprocess.Popen(
            list(command),
            cwd=ROOT,
            env=os.environ | BUDGET | dict(environment or {}),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            yield Server(process, port, _wait(process, port, ready, timeout, name))
        finally:
            stop(process)


def _wait(
    process: subprocess.Popen[bytes], port: int, path: str, timeout: float, name: str
) -> float:
    began = time.perf_counter()
    while (took := time.perf_counter() - began) < timeout:
        if process.poll() is not None:
            raise ServerFailed(f"{name} ended with {process.returncode}; see {BUILD}/{name}.log")
        try:
            if get(port, path, 2.0)[0] == 200:
                return took
        except OSError:
            pass
        time.sleep(0.05)
    raise ServerFailed(f"{name} was not ready in {timeout:.0f} s; see {BUILD}/{name}.log")


def stop(process: subprocess.Popen[bytes], timeout: float = 30.0) -> int:
    """Send SIGTERM, then SIGKILL to the rest of its session. Returns the exit code."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
    try:
        code = process.wait(timeout)
    except subprocess.TimeoutExpired:
        code = -signal.SIGKILL
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.wait()
    return code


@contextmanager
def copydesk(
    *arguments: str, name: str = "copydesk", environment: Mapping[str, str] | None = None
) -> Iterator[Server]:
    """Our own server with the fast profile and otherwise its default settings."""
    port = free_port()
    settings = {"COPYDESK_PROFILES": "fast", "COPYDESK_LOG_LEVEL": "warning"}
    command = [sys.executable, "-m", "service", "serve", "--port", str(port), *arguments]
    with running(
        command, "/readyz", environment=settings | dict(environment or {}), port=port, name=name
    ) as server:
        yield server
