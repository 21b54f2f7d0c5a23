"""Jobs of a container that cannot write: on a volume they outlive it, else there are none."""

from __future__ import annotations

import json
import time

import pytest

from tests.container.tool import HERE, STRICT, asked, kill, logs, running, volume
from tests.server.workers.conftest import HANG

pytestmark = [
    pytest.mark.container,
    pytest.mark.skipif(not HERE, reason="no podman, and CONTAINER_TOOL names no container tool"),
    pytest.mark.usefixtures("image"),
]
COUNT = 40
FAST = (*STRICT, "--env", "COPYDESK_PROFILES=fast")


def text(number: int) -> str:
    """A document that takes some time, and that is like no other."""
    return " ".join(f"The dam number {number}-{n} is bad." for n in range(40))


def finished(job: str) -> int:
    """How many documents have a result."""
    status, _, answer = asked("GET", job)
    assert status == 200
    return int(json.loads(answer)["documents"]["succeeded"])


def wait(job: str, least: int) -> None:
    """Return once so many are finished."""
    began = time.monotonic()
    while finished(job) < least:
        assert time.monotonic() - began < HANG
        time.sleep(0.2)


def test_on_a_volume_they_outlive_a_container_that_is_killed() -> None:
    lines = "".join(json.dumps({"text": text(n), "tasks": ["sentiment"]}) + "\n"
                    for n in range(COUNT))  # fmt: skip
    with volume() as name:
        lease = ("--env", "COPYDESK_JOBS_LEASE_SECONDS=2")
        options = (*FAST, *lease, "--volume", f"{name}:/var/lib/copydesk")
        with running(*options):
            status, job, answer = asked("POST", "/v1/jobs", lines, "application/x-ndjson")
            assert status == 202, answer
            assert job is not None
            wait(job, 3)
            before = finished(job)
            kill()
        assert before < COUNT
        with running(*options):
            wait(job, COUNT)
            status, _, answer = asked("GET", f"{job}/results")
        results = [json.loads(line) for line in answer.splitlines()]
        assert sorted(one["index"] for one in results) == list(range(COUNT))
        for one in results:
            sentence = one["result"]["sentiment"]["sentences"][0]
            assert sentence["span"]["text"] == f"The dam number {one['index']}-0 is bad."


def test_without_a_volume_the_service_says_that_it_takes_none() -> None:
    with running(*FAST):
        status, _, answer = asked("POST", "/v1/jobs", '{"documents": [{"text": "A word."}]}')
        assert status == 501
        assert "COPYDESK_JOBS_PATH" in json.loads(answer)["detail"]
        assert "jobs are off" in logs()
