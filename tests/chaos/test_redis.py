"""Redis dies, hangs and comes back: answers go on, at most slower."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.chaos.conftest import Tried
from tests.chaos.record import tally
from tests.chaos.test_kill import numbered, right
from tests.chaos.wire import Answer, ask, post
from tests.results.redis import needs_redis, redis_server
from tests.serving.conftest import Serve, Served

pytestmark = [pytest.mark.chaos, needs_redis]
ROUND = 40  # requests in each state of Redis
_SHARED = "copydesk_shared_results_total"


def test_the_cache_of_results_gone_and_back(
    serve: Serve, tried: Tried, monkeypatch: pytest.MonkeyPatch
) -> None:
    with redis_server() as redis:
        monkeypatch.setenv("COPYDESK_RESULTS_REDIS_URL", redis.url)
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
