"""Documents of jobs that freeze the process or fill the store, with others beside them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.chaos.conftest import Tried
from tests.chaos.jobs import LINES, Client
from tests.chaos.numbered_texts import numbered
from tests.server.workers.conftest import Serve
from tests.server.workers.test_jobs_frozen import STALL, Probing

pytestmark = pytest.mark.chaos
COUNT = 100
MIB = 1024 * 1024


def test_documents_that_freeze_two_workers(serve: Serve, tried: Tried, tmp_path: Path) -> None:
    jobs = ("--jobs", str(tmp_path / "jobs"), "--lease", "1", "--stall", str(STALL))
    served = serve("--workers", "2", "--attempts", "2", *jobs).ready()
    served.until(lambda: len(served.workers()) == 2)
    client = Client(served.port)
    text = json.dumps({"text": "Now freeze please.", "tasks": ["sentiment"]}) + "\n"
    with Probing(served.port) as probing:
        bad = client.ask("POST", "/v1/jobs", content=text * 3, headers=LINES)
        good = client.post("good", 0, COUNT, "sleep 0.05")
        assert bad is not None
        assert good is not None
        job = good.headers["location"]
        served.until(lambda: client.finished(job) == COUNT)
        served.until(lambda: _failed(client, bad.headers["location"]) == 3)
    lost = client.lost(job, 0, COUNT)
    seen = f"all results; no answer to probes for {probing.silent:.1f} s at most"
    often = f"3 documents, {COUNT} of another job"
    tried("Jobs", "documents that freeze a worker of two", often, seen, lost)


def test_results_far_larger_than_documents(serve: Serve, tried: Tried, tmp_path: Path) -> None:
    path = tmp_path / "jobs"
    served = serve("--jobs", str(path), "--max-store-mib", "2").ready()
    client = Client(served.port)
    body = "".join(
        json.dumps({"text": f"{numbered(n)}\n" + "a\n" * 5000, "include": ["layout", "text"]})
        + "\n"
        for n in range(10)
    )
    refused, taken, largest = 0, [], 0
    for _ in range(40):
        answer = client.ask("POST", "/v1/jobs", content=body, headers=LINES)
        assert answer is not None
        refused += answer.status_code == 507
        if answer.status_code != 202:
            break
        taken.append(answer.headers["location"])
        served.until(lambda: _ended(client, taken[-1]))
        largest = max(largest, path.stat().st_size)
    lost = sum(client.finished(job) + _failed(client, job) != 10 for job in taken)
    assert refused == 1
    assert largest <= 2 * MIB
    seen = f"{len(taken)} taken, then 507; at most {largest / MIB:.1f} MiB on the disk"
    often = f"jobs of {len(body) // 1024} KiB, a store of 2 MiB"
    tried("Jobs", "results far larger than their documents", often, seen, lost)


def _failed(client: Client, job: str) -> int:
    answer = client.ask("GET", job)
    return 0 if answer is None else int(answer.json()["documents"]["failed"])


def _ended(client: Client, job: str) -> bool:
    answer = client.ask("GET", job)
    return answer is not None and answer.json()["state"] == "done"
