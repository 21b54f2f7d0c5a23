"""Documents of jobs that block or crash the process: requests are served, other documents done."""

from __future__ import annotations

import json
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.server.workers.conftest import Serve, Served, children, command, wait_for
from tests.server.workers.test_jobs_killed import check, post

STALL = 3.0
TRIED = "A process ended 3 times while it worked on this document."


class Probing:
    """Asks `/livez` again and again, each time on a connection of its own."""

    def __init__(self, port: int) -> None:
        self._url = f"http://127.0.0.1:{port}/livez"
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._ask)
        self.silent = 0.0  # seconds of the longest time without an answer

    def __enter__(self) -> Probing:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _ask(self) -> None:
        last = time.monotonic()
        while not self._over.wait(0.05):
            try:
                # Which process takes a connection is chance, so one may be the frozen one's.
                httpx.get(self._url, timeout=0.5, trust_env=False).raise_for_status()
                last = time.monotonic()
            except httpx.TransportError:
                pass
            self.silent = max(self.silent, time.monotonic() - last)


def where(tmp_path: Path) -> tuple[str, ...]:
    return ("--jobs", str(tmp_path / "jobs.sqlite"), "--lease", "1", "--stall", str(STALL))


def state(service: Served, job: str) -> str | None:
    """None while nobody answers."""
    try:
        at = f"http://127.0.0.1:{service.port}{job}"
        return str(httpx.get(at, timeout=5, trust_env=False).json()["state"])
    except httpx.TransportError:
        return None


def results(service: Served, job: str) -> list[dict[str, Any]]:
    at = f"http://127.0.0.1:{service.port}{job}/results"
    text = httpx.get(at, timeout=60, trust_env=False).text
    return [json.loads(line) for line in text.splitlines()]


def failed(found: list[dict[str, Any]]) -> dict[int, str]:
    """Why each document without a result has none."""
    return {line["index"]: line["error"]["detail"] for line in found if line["error"]}


def texts(count: int, **bad: int) -> list[str]:
    made = [f"Number {n} is good; sleep 0.02 is needed." for n in range(count)]
    for word, index in bad.items():
        made[index] = f"Now {word} please."
    return made


def test_with_two_workers_one_serves_throughout(serve: Serve, tmp_path: Path) -> None:
    service = serve("--workers", "2", *where(tmp_path)).ready()
    service.until(lambda: len(service.workers()) == 2)
    before = set(service.workers())
    with Probing(service.port) as probing:
        job = post(service, texts(40, freeze=10))
        other = post(service, texts(40), key="other")
        for each in (job, other):
            service.until(lambda each=each: state(service, each) == "done")  # type: ignore[misc]
    found = results(service, job)
    check(found, 40)
    assert failed(found) == {10: TRIED}
    assert failed(results(service, other)) == {}
    service.until(lambda: len(service.workers()) == 2)
    assert len(before & set(service.workers())) == 1  # the other never stood still
    # Well below the time in which one that stands still is found, and several times over.
    assert probing.silent < STALL + 1.5


@pytest.mark.parametrize("bad", ["freeze", "die"])
def test_a_single_worker_is_taken_down_once_and_the_rest_is_done(
    serve: Serve, tmp_path: Path, bad: str
) -> None:
    service = serve("--supervised", *where(tmp_path)).ready()
    (first,) = service.workers()
    job = post(service, texts(30, **{bad: 5}))
    seen: set[int] = set()

    def done() -> bool:
        seen.update(service.workers())
        return state(service, job) == "done"

    service.until(done)
    found = results(service, job)
    check(found, 30)
    assert failed(found) == {5: TRIED}
    assert len(seen - {first}) == 1


def test_a_job_of_nothing_else_takes_it_down_once(serve: Serve, tmp_path: Path) -> None:
    service = serve("--supervised", "--attempts", "2", *where(tmp_path)).ready()
    (first,) = service.workers()
    count = 5  # of which four are in work at once
    job = post(service, ["Do die now after a sleep 1 or so."] * count)
    behind = post(service, texts(10), key="behind")
    seen: set[int] = set()

    def done() -> bool:
        seen.update(service.workers())
        return state(service, job) == state(service, behind) == "done"

    service.until(done)
    assert len(failed(results(service, job))) == count
    assert failed(results(service, behind)) == {}
    assert len(seen - {first}) == 1


def test_a_frozen_worker_ends_though_its_supervisor_is_gone(serve: Serve, tmp_path: Path) -> None:
    service = serve("--supervised", *where(tmp_path)).ready()
    (worker,) = service.workers()
    with pytest.raises(httpx.ReadTimeout):
        httpx.post(
            f"http://127.0.0.1:{service.port}/v1/sentiment",
            json={"text": "Now freeze please."},
            timeout=1,
            trust_env=False,
        )
    service.process.kill()
    service.process.wait()
    assert command(worker)
    wait_for(lambda: not command(worker))


def test_a_single_process_that_freezes_ends_and_goes_on_when_started_again(
    serve: Serve, tmp_path: Path
) -> None:
    service = serve(*where(tmp_path)).ready()
    job = post(service, texts(30, freeze=5))
    code, err = service.end()
    assert code == -signal.SIGALRM
    assert "in to_thread" in err or "in run" in err  # where it stood
    assert "please" not in err  # and not over which text
    service = serve(*where(tmp_path)).ready()  # as a service manager does
    pid = service.process.pid
    service.until(lambda: state(service, job) == "done")
    found = results(service, job)
    check(found, 30)
    assert failed(found) == {5: TRIED}
    # What suspects were tried in has ended with the last of them.
    service.until(lambda: not any("spawn_main" in command(child) for child in children(pid)))


def test_who_takes_its_time_at_the_end_does_not_stand_still(serve: Serve) -> None:
    service = serve("--stall", str(STALL), "--grace", "30").ready()
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(service.sentiment, "Good sleep 5.")
        service.until(lambda: service.in_flight() == 1)
        service.process.send_signal(signal.SIGTERM)
        assert answer.result().status_code == 200
    assert service.end()[0] == 0


def test_who_is_killed_leaves_no_process_behind(serve: Serve, tmp_path: Path) -> None:
    service = serve(*where(tmp_path)).ready()
    job = post(service, ["Do sleep 90 please."])
    service.until(lambda: state(service, job) == "running")
    service.process.kill()
    service.end()
    service = serve(*where(tmp_path)).ready()
    found: list[int] = []

    def isolated() -> bool:
        found[:] = [c for c in children(service.process.pid) if "spawn_main" in command(c)]
        return bool(found)

    service.until(isolated)
    service.process.kill()
    service.end()
    until = time.monotonic() + 60
    while any("spawn_main" in command(pid) for pid in found):
        assert time.monotonic() < until
        time.sleep(0.05)
