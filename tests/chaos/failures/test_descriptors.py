"""No file descriptors left: the service does not spin, and goes on when there are some again."""

from __future__ import annotations

import resource
import time
from pathlib import Path

import pytest

from tests.chaos.conftest import Tried
from tests.chaos.record import tally
from tests.chaos.wire import Line, ask, get, post
from tests.server.workers.conftest import Served, wait_for

FEW = 80
GOOD = post("/v1/sentiment", b'{"text": "Good."}')


@pytest.mark.chaos
def test_connections_beyond_the_descriptors(lone: Served, tried: Tried) -> None:
    pid = lone.process.pid
    soft, hard = resource.prlimit(pid, resource.RLIMIT_NOFILE)
    resource.prlimit(pid, resource.RLIMIT_NOFILE, (FEW, hard))
    idle = [Line(lone.port) for _ in range(3 * FEW)]
    half = [Line(lone.port) for _ in range(3 * FEW)]
    for line in half:
        line.send(post("/v1/sentiment", b"{", length=1000))
    # Connections are accepted in their order, so once this is answered all those before it have
    # been dealt with. That work is not what a loop that spins would be seen by.
    seen = [get(lone.port, "/livez").status]
    spent, began = cpu(pid), time.monotonic()
    for _ in range(10):
        seen += [get(lone.port, "/livez").status, ask(lone.port, GOOD).status]
        time.sleep(0.2)
    busy = (cpu(pid) - spent) / (time.monotonic() - began)
    resource.prlimit(pid, resource.RLIMIT_NOFILE, (soft, hard))
    for line in idle + half:
        line.socket.close()
    assert set(seen) == {200}
    assert busy < 0.5  # of a processor; a loop that spins takes all of one
    wait_for(lambda: lone.status("/readyz") == 200)
    often = f"{6 * FEW} idle connections for {FEW} descriptors"
    tried("Resources", "no file descriptors left, probes and analyses beside", often, tally(seen))


def cpu(pid: int) -> float:
    """Seconds of processor time that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / 100
