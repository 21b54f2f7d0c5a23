"""kill -9 in the midst of a job, of a worker or of everything: nothing lost, nothing twice."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from tests.chaos.conftest import Tried
from tests.chaos.jobs import Client
from tests.server.workers.conftest import Serve

pytestmark = pytest.mark.chaos
COUNT = 200


def test_a_worker_is_killed_in_the_midst_of_a_job(
    serve: Serve, tried: Tried, tmp_path: Path
) -> None:
    served = serve("--workers", "2", "--jobs", str(tmp_path / "jobs"), "--lease", "1").ready()
    served.until(lambda: len(served.workers()) == 2)
    client = Client(served.port)
    accepted = client.post("one", 0, COUNT, "sleep 0.05")
    assert accepted is not None
    job = accepted.headers["location"]
    for least in (20, 80, 140):
        served.until(lambda least=least: client.finished(job) >= least)  # type: ignore[misc]
        served.until(lambda: bool(served.workers()))
        os.kill(served.workers()[0], signal.SIGKILL)
    served.until(lambda: client.finished(job) == COUNT)
    lost = client.lost(job, 0, COUNT)
    often = f"3 kills, {COUNT} documents"
    tried("Jobs", "a worker of two killed in the midst of a job", often, "all results", lost)


def test_everything_is_killed_in_the_midst_of_jobs(
    serve: Serve, tried: Tried, tmp_path: Path
) -> None:
    where = ("--jobs", str(tmp_path / "jobs"), "--lease", "1")
    served = serve(*where).ready()
    jobs = []
    for kill in range(3):
        client = Client(served.port)
        accepted = client.post(f"job {kill}".replace(" ", "-"), kill * COUNT, COUNT, "sleep 0.02")
        assert accepted is not None
        jobs.append(accepted.headers["location"])
        served.until(lambda client=client: client.finished(jobs[-1]) >= 20)  # type: ignore[misc]
        served.process.kill()
        served.process.wait()
        served = serve(*where).ready()
    client = Client(served.port)
    served.until(lambda: all(client.finished(job) == COUNT for job in jobs))
    lost = sum(client.lost(job, n * COUNT, COUNT) for n, job in enumerate(jobs))
    often = f"3 kills, {3 * COUNT} documents"
    tried("Jobs", "the whole service killed in the midst of jobs", often, "all results", lost)
