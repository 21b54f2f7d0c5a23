"""Two replicas on Ray Serve, one of which is killed under load: `make ray-test`."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterator

import httpx
import pytest

from tests.server.workers.conftest import HANG, free_port

PYTHON = os.environ.get("RAY_PYTHON")
pytestmark = [
    pytest.mark.ray,
    pytest.mark.skipif(PYTHON is None, reason="ray has no environment here (make ray-test)"),
]
CALLERS = 4
TRIES = 30


class Cluster:
    """The driver process of `tests.integrations.cluster`."""

    def __init__(self) -> None:
        assert PYTHON is not None
        self.port = free_port()
        self.process = subprocess.Popen(
            [PYTHON, "-m", "tests.integrations.cluster", str(self.port)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"RAY_USAGE_STATS_ENABLED": "0"},
        )
        assert self._line() == "ready"

    def replicas(self) -> list[int]:
        """Their process ids."""
        assert self.process.stdin is not None
        self.process.stdin.write("?\n")
        self.process.stdin.flush()
        found: list[int] = json.loads(self._line())
        return found

    def end(self) -> None:
        """As it ends by itself, with all that it started."""
        try:
            self.process.communicate(timeout=HANG)
        finally:
            self.process.kill()

    def _line(self) -> str:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if line.startswith(("ready", "[")):
                return line.strip()
        raise AssertionError("the cluster ended")


class Caller(threading.Thread):
    """Posts texts one after another, each again until it is answered."""

    def __init__(self, number: int, port: int, over: threading.Event) -> None:
        super().__init__()
        self.number = number
        self.base = f"http://127.0.0.1:{port}"
        self.over = over
        self.labels: list[str | None] = []
        self.again = 0

    def run(self) -> None:
        with httpx.Client(base_url=self.base, timeout=HANG, trust_env=False) as client:
            while not self.over.is_set():
                text = f"The dam number {self.number}-{len(self.labels)} is good."
                self.labels.append(self._label(client, text))

    def _label(self, client: httpx.Client, text: str) -> str | None:
        for _ in range(TRIES):
            try:
                answer = client.post("/v1/sentiment", json={"text": text})
                if answer.status_code == 200:
                    return str(answer.json()["sentiment"]["label"])
            except httpx.TransportError:
                pass
            self.again += 1
            time.sleep(0.5)
        return None


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    made = Cluster()
    yield made
    made.end()


def test_it_is_the_same_app(cluster: Cluster) -> None:
    with httpx.Client(base_url=f"http://127.0.0.1:{cluster.port}", timeout=HANG) as client:
        assert client.get("/readyz").json() == {"status": "ok"}
        answer = client.post("/v1/sentiment", json={"text": "The dam is good."})
        assert answer.json()["sentiment"]["label"] == "positive"
        assert "model" in answer.headers["server-timing"]
        wrong = client.post("/v1/sentiment", json={"txt": "The dam is good."})
        assert wrong.status_code == 422
        assert wrong.headers["content-type"] == "application/problem+json"
        assert "copydesk_requests_total" in client.get("/metrics").text


def test_a_replica_killed_under_load_loses_no_request(cluster: Cluster) -> None:
    over = threading.Event()
    callers = [Caller(n, cluster.port, over) for n in range(CALLERS)]
    for caller in callers:
        caller.start()
    try:
        before = cluster.replicas()
        assert len(before) == 2
        _served(callers, 20)
        os.kill(before[0], signal.SIGKILL)
        _served(callers, 20)
        began = time.monotonic()
        while len(after := cluster.replicas()) < 2 or before[0] in after:
            assert time.monotonic() - began < HANG
            time.sleep(0.5)
        _served(callers, 20)
    finally:
        over.set()
        for caller in callers:
            caller.join()
    labels = [label for caller in callers for label in caller.labels]
    print(f"{len(labels)} requests, {sum(c.again for c in callers)} sent again")  # noqa: T201
    assert set(labels) == {"positive"}


def _served(callers: list[Caller], more: int) -> None:
    """Return once so many more requests have been answered."""
    began, enough = time.monotonic(), sum(len(c.labels) for c in callers) + more
    while sum(len(c.labels) for c in callers) < enough:
        assert time.monotonic() - began < HANG
        time.sleep(0.05)
