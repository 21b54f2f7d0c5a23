"""The wall clock jumps: time limits, waits and leases hang on the monotonic one."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest

from service.keys.key import ApiKey, digest
from service.keys.key_file import add
from tests.chaos.clock import WallClock
from tests.chaos.conftest import Tried
from tests.chaos.jobs import Client
from tests.chaos.record import tally
from tests.chaos.wire import ask, get, post
from tests.server.workers.conftest import Serve, Served

DAY = 86_400
JUMPS = (DAY, -DAY, 3600, -3600, 20 * 365 * DAY, 0)


@pytest.fixture
def clock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> WallClock:
    """The clock of services that start after it."""
    return WallClock(tmp_path / "time", monkeypatch)


def told(served: Served) -> datetime:
    """What time the service says it is. uvicorn makes the header anew once a second."""
    head = get(served.port, "/livez").head
    date = next(line for line in head.split("\r\n") if line.lower().startswith("date:"))
    return parsedate_to_datetime(date[5:].strip())


@pytest.mark.chaos
def test_jumps_while_requests_are_answered(clock: WallClock, serve: Serve, tried: Tried) -> None:
    served = serve().ready()
    seen: list[int | str] = []
    with ThreadPoolExecutor(4) as pool:
        for seconds in JUMPS:
            before = told(served)
            requests = [
                post("/v1/sentiment", f'{{"text": "Good sleep 1 number {n}."}}'.encode(),
                     "X-Request-Timeout: 60")
                for n in range(4)
            ]  # fmt: skip
            answers = [pool.submit(ask, served.port, request) for request in requests]
            served.until(lambda: served.in_flight() == 4)
            clock.jump(seconds)
            seen += [answer.result().status for answer in answers]
            served.until(lambda before=before: abs((told(served) - before).total_seconds()) > 1800)  # type: ignore[misc]
    # A time limit still ends what is too long, and does not end it early.
    began = time.monotonic()
    late = ask(
        served.port,
        post("/v1/sentiment", b'{"text": "Good sleep 50 long."}', "X-Request-Timeout: 1"),
    )
    assert late.status == 504
    assert time.monotonic() - began >= 1
    assert set(seen) == {200}
    often = f"{len(JUMPS)} jumps, an hour to 20 years"
    tried("Clock", "the wall clock set forward and back under load", often, tally(seen))


@pytest.mark.chaos
def test_jumps_in_the_midst_of_a_job(
    clock: WallClock, serve: Serve, tried: Tried, tmp_path: Path
) -> None:
    served = serve("--workers", "2", "--jobs", str(tmp_path / "jobs"), "--lease", "5").ready()
    client, count = Client(served.port), 200
    accepted = client.post("one", 0, count, "sleep 0.05")
    assert accepted is not None
    job = accepted.headers["location"]
    for seconds in JUMPS:
        before = client.finished(job)
        clock.jump(seconds)
        served.until(lambda before=before: client.finished(job) > before)  # type: ignore[misc]
    served.until(lambda: client.finished(job) == count)
    lost = client.lost(job, 0, count)
    often = f"{len(JUMPS)} jumps, {count} documents"
    tried("Clock", "the wall clock set in the midst of a job", often, "all results", lost)


@pytest.mark.chaos
def test_jumps_neither_open_nor_lock_a_quota(
    clock: WallClock, serve: Serve, tried: Tried, tmp_path: Path
) -> None:
    add(tmp_path / "keys.toml", ApiKey("news", digest("secret"), quota=60))
    served = serve("--workers", "2", "--keys-file", str(tmp_path / "keys.toml")).ready()

    def asked(size: int) -> int | str:
        body = f'{{"text": "Good. {"a" * size}"}}'.encode()
        return ask(served.port, post("/v1/sentiment", body, "X-API-Key: secret")).status

    assert asked(60_000) == 200
    seen = []
    for seconds in JUMPS:
        clock.jump(seconds)
        seen.append(asked(60_000))  # a minute has to go by
    served.until(lambda: asked(1000) == 200)  # a second, as before
    assert set(seen) == {429}
    often = f"{len(JUMPS)} jumps, an hour to 20 years"
    tried("Clock", "the wall clock set while a quota is used up", often, tally(seen))
