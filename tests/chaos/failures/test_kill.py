"""kill -9 of workers under load: callers see broken connections and 503, never a wrong answer."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.chaos.conftest import Tried
from tests.chaos.numbered_texts import numbered, right
from tests.chaos.record import tally
from tests.chaos.wire import CUT, Answer, ask, post
from tests.server.workers.conftest import Serve, Served

KILLS = 4


@pytest.mark.chaos
def test_workers_killed_under_load(serve: Serve, tried: Tried) -> None:
    served = serve("--workers", "2").ready()
    served.until(lambda: len(served.workers()) == 2)
    ended = threading.Event()
    with ThreadPoolExecutor(8) as pool:
        callers = [pool.submit(call, served, first, ended) for first in range(8)]
        for _ in range(KILLS):
            time.sleep(0.5)
            killed = served.workers()[0]
            os.kill(killed, signal.SIGKILL)
            served.until(lambda killed=killed: killed not in served.workers())  # type: ignore[misc]
            served.until(lambda: len(served.workers()) >= 1)
        served.until(lambda: len(served.workers()) == 2)
        ended.set()
        answers = [answer for caller in callers for answer in caller.result()]
    wrong = [n for n, answer in answers if answer.status == 200 and not right(n, answer)]
    seen = [answer.status for _, answer in answers]
    assert set(seen) <= {200, 503, CUT}
    assert seen.count(200) > len(seen) / 2
    often = f"{KILLS} kills, {len(seen):,} requests"
    tried("Kills", "a worker of two killed under load", often, tally(seen), lost=len(wrong))


def call(served: Served, first: int, ended: threading.Event) -> list[tuple[int, Answer]]:
    """One caller's requests and their answers, one after another."""
    answers = []
    number = first
    while not ended.is_set():
        body = f'{{"text": "{numbered(number)}"}}'.encode()
        with contextlib.suppress(TimeoutError):
            answers.append((number, ask(served.port, post("/v1/sentiment", body))))
        number += 8
        time.sleep(0.02)
    return answers
