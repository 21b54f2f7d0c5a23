"""About ten times the capacity as load on a real server, as callers and probes see it."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from service.app import create_app
from tests.api.server import serving
from tests.api.slow import SlowEngine
from tests.conftest import settings

ROOT = Path(__file__).parents[2]
SECONDS, CALLERS, PAUSE, WORDS = 4, 200, 0.25, 18
# Requests a second of 30 tokens each. The callers ask ten times as often even where the machine
# is so busy that it does not let them ask `CALLERS / PAUSE` times a second.
CAPACITY = 30


@pytest.fixture(scope="module")
def seen() -> Any:
    """What a flood saw, the engine's backlog after it, and a request of a calm minute."""
    engine = SlowEngine(tokens_per_second=30 * CAPACITY)
    app = create_app(settings(log_level="error", max_queue_seconds=1), engine)
    with serving(app) as port:
        flood = [sys.executable, "-m", "tests.server.flood"]
        told = [str(given) for given in (port, SECONDS, CALLERS, PAUSE, WORDS)]
        done = subprocess.run(
            [*flood, *told], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
        )
        assert done.returncode == 0, done.stderr
        found = json.loads(done.stdout)
        # Callers who were refused come back when they were told to.
        time.sleep(found["retry_after"])
        url = f"http://127.0.0.1:{port}/v1/sentiment"
        found["after"] = httpx.post(url, json={"text": "The ferry failed."}).status_code
        found["backlog"] = engine.backlog
    return found


def test_callers_are_served_or_told_to_come_back(seen: Any) -> None:
    assert set(seen["statuses"]) <= {"200", "503", "504"}
    assert seen["statuses"]["503"] > seen["statuses"]["200"] > 0


def test_who_is_let_in_is_served(seen: Any) -> None:
    # A slow machine serves fewer; of those let in, nearly all are served.
    assert seen["statuses"].get("504", 0) <= 0.1 * seen["statuses"]["200"]


def test_probes_and_metrics_are_answered_throughout(seen: Any) -> None:
    for path, taken in seen["probes"].items():
        # The median only, and far above what it is: the machine may be busy.
        assert sorted(taken)[len(taken) // 2] < 0.5, path


def test_the_service_is_its_old_self_at_once(seen: Any) -> None:
    assert (seen["after"], seen["backlog"]) == (200, 0)
    assert 1 <= seen["retry_after"] <= 30
