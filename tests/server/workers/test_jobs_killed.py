"""Jobs whose processes are killed: every document gets exactly one result, and none is lost."""

from __future__ import annotations

import json
import os
import signal
from functools import partial
from pathlib import Path
from typing import Any

import httpx

from tests.server.workers.conftest import Serve, Served, wait_for

LINES = {"Content-Type": "application/x-ndjson"}


def post(service: Served, texts: list[str], key: str = "once") -> str:
    """The path of a job of these texts."""
    body = "".join(json.dumps({"text": t, "tasks": ["sentiment"]}) + "\n" for t in texts)
    headers = LINES | {"Idempotency-Key": key}
    answer = service.client.post("/v1/jobs", content=body, headers=headers)
    assert answer.status_code == 202, answer.text
    return str(answer.headers["location"])


def results(service: Served, job: str) -> list[dict[str, Any]]:
    """What is finished."""
    text = service.client.get(f"{job}/results").text
    return [json.loads(line) for line in text.splitlines()]


def finished(service: Served, job: str) -> int:
    """How many documents have a result or an error."""
    counts = service.client.get(job).json()["documents"]
    return int(counts["succeeded"] + counts["failed"])


def enough(service: Served, job: str, count: int) -> bool:
    """Whether so many are finished."""
    return finished(service, job) >= count


def check(found: list[dict[str, Any]], count: int) -> None:
    """One result for each document."""
    assert sorted(line["index"] for line in found) == list(range(count))
    assert [line["sequence"] for line in found] == list(range(1, count + 1))


def test_a_killed_service_goes_on_where_it_was(serve: Serve, tmp_path: Path) -> None:
    where = ("--jobs", str(tmp_path / "jobs.sqlite"), "--lease", "1")
    texts = [f"Number {n} is good; sleep 0.02 is needed." for n in range(300)]
    service = serve(*where).ready()
    job = post(service, texts)
    before: list[dict[str, Any]] = []
    for kill in range(1, 4):
        wait_for(partial(enough, service, job, 60 * kill))
        before = results(service, job)
        service.process.send_signal(signal.SIGKILL)
        service.process.wait()
        service = serve(*where).ready()
        assert post(service, texts) == job  # whoever does not know whether it was taken asks again
        assert results(service, job)[: len(before)] == before
    service.until(lambda: service.client.get(job).json()["state"] == "done")
    found = results(service, job)
    check(found, len(texts))
    assert {line["result"]["sentiment"]["label"] for line in found} == {"positive"}


def test_two_workers_share_a_job_and_one_of_them_is_killed(serve: Serve, tmp_path: Path) -> None:
    where = ("--jobs", str(tmp_path / "jobs.sqlite"), "--lease", "1")
    service = serve("--workers", "2", *where).ready()
    service.until(lambda: len(service.workers()) == 2)
    job = post(service, [f"Number {n} is good; sleep 0.02 is needed." for n in range(300)])
    service.until(lambda: finished(service, job) >= 50)
    os.kill(service.workers()[0], signal.SIGKILL)
    service.until(lambda: service.status(job) == 200 and finished(service, job) == 300)
    found = results(service, job)
    check(found, 300)
    assert all(line["error"] is None for line in found)


def test_a_document_that_kills_its_process_is_given_up(serve: Serve, tmp_path: Path) -> None:
    where = ("--jobs", str(tmp_path / "jobs.sqlite"), "--lease", "1")
    service = serve("--supervised", *where).ready()
    texts = [f"Number {n} is good; sleep 0.05 is needed." for n in range(30)]
    texts[10] = "Now die please."
    job = post(service, texts)

    def done() -> bool:
        at = f"http://127.0.0.1:{service.port}{job}"
        try:
            return bool(httpx.get(at, timeout=5, trust_env=False).json()["state"] == "done")
        except httpx.TransportError:  # while its only worker is away
            return False

    service.until(done)
    found = results(service, job)
    check(found, 30)
    (given_up,) = [line for line in found if line["error"]]
    assert given_up["index"] == 10
    assert "ended 3 times" in given_up["error"]["detail"]
