"""No room for jobs: a clear refusal, nothing lost of what was accepted, and on when there is."""

from __future__ import annotations

import contextlib
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.chaos.conftest import Tried
from tests.chaos.jobs import Client
from tests.chaos.leaks import leak
from tests.chaos.record import tally
from tests.server.workers.conftest import Serve

COUNT = 60


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 3 MiB."""
    folder = tmp_path / "small"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=3m", "chaos", str(folder)]
    made = subprocess.run(mount, capture_output=True, text=True, check=False)
    if made.returncode:
        pytest.skip(f"no file system can be mounted here: {made.stderr.strip()}")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.mark.chaos
def test_the_disk_fills_and_has_room_again(serve: Serve, tried: Tried, small_disk: Path) -> None:
    served = serve("--jobs", str(small_disk / "jobs"), "--lease", "2").ready()
    client = Client(served.port)
    first = client.post("before", 0, COUNT, "sleep 0.2")
    assert first is not None
    assert first.status_code == 202
    accepted = [(first.headers["location"], 0)]
    ballast = small_disk / "ballast"
    with ballast.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while file.write(b"x" * 4096):  # another program takes all that is left
            pass
    refused = []
    for number in range(1, 6):
        answer = client.post(f"while-{number}", number * COUNT, COUNT, "x " * 500)
        assert answer is not None
        refused.append(answer.status_code)
        if answer.status_code == 202:
            accepted.append((answer.headers["location"], number * COUNT))
        else:
            assert leak(str(answer.headers), answer.text) is None
            assert answer.headers["content-type"] == "application/problem+json"
    # The rest of the service has nothing to do with it.
    assert served.sentiment("Good.").status_code == 200
    assert served.status("/readyz") == 200
    ballast.unlink()
    last = client.post("after", 9 * COUNT, COUNT)
    assert last is not None
    assert last.status_code == 202
    accepted.append((last.headers["location"], 9 * COUNT))
    served.until(lambda: all(client.finished(job) == COUNT for job, _ in accepted))
    lost = sum(client.lost(job, start, COUNT) for job, start in accepted)
    assert set(refused) <= {202, 503, 507}
    assert {503, 507} & set(refused)
    often = f"once, {len(refused)} jobs posted meanwhile"
    tried("Jobs", "the disk of the jobs is full, then is not", often, tally(refused), lost)
