"""Redis dies, hangs and comes back: answers go on, at most slower."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.chaos.conftest import Tried
from tests.chaos.jobs import Client
from tests.chaos.numbered_texts import numbered, right
from tests.chaos.record import tally
from tests.chaos.wire import Answer, ask, post
from tests.redis_server import RedisServer, needs_redis, redis_server
from tests.server.workers.conftest import Serve, Served

pytestmark = [pytest.mark.chaos, needs_redis]
ROUND = 40  # requests in each state of Redis
COUNT = 100  # documents of a job
_SHARED = "copydesk_shared_results_total"


def test_the_cache_of_results_gone_and_back(
    serve: Serve, tried: Tried, monkeypatch: pytest.MonkeyPatch
) -> None:
    with redis_server() as redis:
        monkeypatch.setenv("COPYDESK_RESULTS_REDIS_URL", redis.url)
        monkeypatch.setenv(
            "COPYDESK_RESULTS_SECRET", "a secret of the deployment, of 44 characters"
        )
        served = serve().ready()
        answers: list[tuple[int, Answer]] = []

        def ask_all() -> None:
            for number in range(ROUND):
                body = f'{{"text": "{numbered(number)}"}}'.encode()
                answers.append((number, ask(served.port, post("/v1/sentiment", body))))

        ask_all()
        served.until(lambda: hits(served, ask_all) > 0)
        redis.hold()  # connections are taken, nothing is answered
        ask_all()
        redis.kill()
        ask_all()
        redis.start()
        before = hits(served)
        served.until(lambda: hits(served, ask_all) > before)
    wrong = [n for n, answer in answers if answer.status != 200 or not right(n, answer)]
    seen = tally(answer.status for _, answer in answers)
    often = f"held, killed and started once, {len(answers)} requests"
    tried("Redis", "the cache of results hangs, goes and comes back", often, seen, len(wrong))


def hits(served: Served, first: Callable[[], None] | None = None) -> float:
    """Answers that came out of Redis so far; `first` is done before."""
    if first is not None:
        first()
    return sum(v for name, v in served.samples().items() if name[0] == _SHARED and "hit" in name)


def test_the_store_of_jobs_gone_and_back(
    serve: Serve, tried: Tried, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    redis = RedisServer(tmp_path)
    try:
        monkeypatch.setenv("COPYDESK_JOBS_REDIS_URL", redis.url)
        served = serve("--lease", "2").ready()
        client = Client(served.port)
        first = client.post("before", 0, COUNT, "sleep 0.05")
        assert first is not None
        assert first.status_code == 202
        served.until(lambda: client.finished(first.headers["location"]) >= 10)
        redis.kill()  # with -9: what it has acknowledged is in its file
        refused = []
        for number in range(3):
            answer = client.post(f"while-{number}", 0, 3)
            assert answer is not None
            refused.append(answer.status_code)
        assert served.sentiment("Good.").status_code == 200
        redis.start()
        last = None
        while last is None or last.status_code == 503:
            last = client.post("after", COUNT, COUNT)
        assert last.status_code == 202
        jobs = [first.headers["location"], last.headers["location"]]
        served.until(lambda: all(client.finished(job) == COUNT for job in jobs))
        lost = sum(client.lost(job, n * COUNT, COUNT) for n, job in enumerate(jobs))
    finally:
        redis.kill()
    assert set(refused) == {503}
    often = f"killed and started once, {2 * COUNT} documents"
    tried("Redis", "the store of jobs killed in their midst", often, tally(refused), lost)
