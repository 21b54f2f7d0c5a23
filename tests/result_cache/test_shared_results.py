"""Results shared through a real redis-server: once each, never for long, never in the way."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pydantic import SecretStr
from redis import Redis

from service.api.schemas.operations import operation
from service.api.schemas.requests import DocumentInput
from service.inference.fake_engine import FakeEngine
from service.kit import redis_client
from service.kit.circuit_breaker import FAILURES, SHORTEST, CircuitBreaker
from service.result_cache import redis_store as stores
from service.result_cache import shared_results
from service.result_cache.key import CacheKeys
from service.result_cache.redis_store import ResultStore
from service.result_cache.shared_results import SharedResults
from tests.redis_server import RedisServer, needs_redis, redis_server
from tests.server.workers.conftest import HANG, free_port

pytestmark = needs_redis
StanceOptions = operation("stance").options
OPTIONS = StanceOptions()
SECRET = b"a secret of the deployment, of 44 characters"


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


class Replica:
    """One of several: its results, how often it computed, and what became of each request."""

    def __init__(self, url: str, *, seconds: float = HANG, keep: float = 60.0, **more: Any) -> None:
        self.clock = Clock()
        client = redis_client.connect(SecretStr(url), seconds=seconds)
        store = ResultStore(client, seconds=seconds, keep=keep, breaker=CircuitBreaker(self.clock))
        self.outcomes: Counter[str] = Counter()
        keys = CacheKeys(FakeEngine(), more.pop("secret", SECRET))
        self.results = SharedResults(store, keys, self._note, **more)
        self.computed = 0
        self.gate = asyncio.Event()
        self.gate.set()

    async def get(self, text: str, answer: str = "the result", *, alone: bool = False) -> str:
        async def compute() -> str:
            self.computed += 1
            await self.gate.wait()
            return answer

        document = DocumentInput(text=text)
        return await self.results.get(document, OPTIONS, len(text), compute, alone=alone)

    async def settled(self) -> None:
        """Once nothing is being kept any more."""
        while self.results._behind:
            await asyncio.gather(*self.results._behind)

    def _note(self, outcome: str) -> None:
        self.outcomes[outcome] += 1


@pytest.fixture(scope="module")
def server() -> Iterator[RedisServer]:
    with redis_server() as running:
        yield running


@pytest.fixture
async def replica(server: RedisServer) -> Any:
    with Redis.from_url(server.url) as client:
        client.flushall()
    made: list[Replica] = []

    def _replica(**given: Any) -> Replica:
        made.append(Replica(given.pop("url", server.url), **given))
        return made[-1]

    yield _replica
    for each in made:
        each.gate.set()
        await each.results.aclose()


Make = Callable[..., Replica]


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(HANG):
        while not true():  # noqa: ASYNC110
            await asyncio.sleep(0.005)


async def test_what_one_computed_the_other_finds(replica: Make) -> None:
    one, two = replica(), replica()
    assert await one.get("The dam.") == "the result"
    await one.settled()
    assert await two.get("The dam.", "another") == "the result"
    assert await two.get("The port.", "another") == "another"
    assert (one.computed, two.computed) == (1, 1)
    assert two.outcomes == {"hit": 1, "computed": 1}


async def test_redis_holds_no_word_of_it_and_everything_expires(
    replica: Make, server: RedisServer
) -> None:
    one = replica(keep=60.0)
    await one.get("The dam broke.", "a result about the dam" * 50)
    await one.settled()
    with Redis.from_url(server.url) as client:
        (key,) = client.keys("*")
        held = key + client.get(key)
        assert 0 < client.pttl(key) <= 60_000
    for word in (b"dam", b"a result", b"broke"):
        assert word not in held


async def test_two_replicas_compute_it_once(replica: Make) -> None:
    waiting = set()

    async def sleep(seconds: float) -> None:
        waiting.add(asyncio.current_task())
        await asyncio.sleep(seconds)

    one, two = replica(sleep=sleep), replica(sleep=sleep)
    one.gate.clear()
    first = asyncio.create_task(one.get("The dam."))
    await until(lambda: one.computed == 1)
    rest = [asyncio.create_task(each.get("The dam.")) for each in (one, two, two)]
    await until(lambda: len(waiting) == len(rest))
    assert (one.computed, two.computed) == (1, 0)
    one.gate.set()
    assert await asyncio.gather(first, *rest) == ["the result"] * 4
    assert (one.computed, two.computed) == (1, 0)
    assert one.outcomes + two.outcomes == {"computed": 1, "waited": 3}


async def test_nobody_waits_for_work_that_stands_back(replica: Make) -> None:
    async def no_sleep(seconds: float) -> None:
        raise AssertionError("it waits")

    bulk, caller = replica(sleep=no_sleep), replica(sleep=no_sleep)
    bulk.gate.clear()
    first = asyncio.create_task(bulk.get("The dam.", alone=True))
    await until(lambda: bulk.computed == 1)
    assert await caller.get("The dam.", "at once") == "at once"
    await caller.settled()
    bulk.gate.set()
    assert await first == "the result"


async def test_work_that_stands_back_finds_and_keeps_and_waits_for_nobody(
    replica: Make, server: RedisServer
) -> None:
    bulk, caller = replica(), replica()
    assert await bulk.get("The dam.", alone=True) == "the result"
    await bulk.settled()
    with Redis.from_url(server.url) as client:
        assert [key for key in client.keys("*") if key.endswith(b"lock")] == []
    assert await caller.get("The dam.", "another") == "the result"
    assert await bulk.get("The dam.", "another", alone=True) == "the result"
    assert (bulk.outcomes, caller.outcomes) == ({"computed": 1, "hit": 1}, {"hit": 1})
    caller.gate.clear()
    slow = asyncio.create_task(caller.get("The port."))
    await until(lambda: caller.computed == 1)
    assert await bulk.get("The port.", "by itself", alone=True) == "by itself"
    await bulk.settled()  # which leaves the lock with the caller
    with Redis.from_url(server.url) as client:
        assert len(client.keys("*:lock")) == 1
    caller.gate.set()
    await slow


async def test_another_secret_finds_nothing_of_before(replica: Make) -> None:
    one, two = replica(), replica(secret=b"another secret of the deployment")
    await one.get("The dam.")
    await one.settled()
    assert await two.get("The dam.", "anew") == "anew"


async def test_who_writes_to_redis_can_plant_no_answer(replica: Make, server: RedisServer) -> None:
    """Nor with the text at hand, nor by moving what is there to another name."""
    one = replica()
    for text in ("The dam.", "The port."):
        await one.get(text, f"about {text}")
        await one.settled()
    with Redis.from_url(server.url) as client:
        first, second = client.keys("*:result")
        moved = client.get(first), client.get(second)
        client.set(first, moved[1])
        client.set(second, moved[0])
    for text in ("The dam.", "The port."):
        assert await one.get(text, f"anew {text}") == f"anew {text}"


@pytest.mark.parametrize("alone", [False, True])
async def test_a_value_too_long_to_be_ours_is_not_fetched(
    replica: Make, server: RedisServer, alone: bool
) -> None:
    one = replica()
    await one.get("The dam.")
    await one.settled()
    with Redis.from_url(server.url) as client:
        (key,) = client.keys("*:result")
        client.set(key, bytes(stores.MOST_BYTES + 1))
    assert await one.get("The dam.", "anew", alone=alone) == "anew"
    await one.settled()
    assert await one.get("The dam.") == "anew"


async def test_a_result_too_long_to_be_kept_is_given_all_the_same(
    replica: Make, server: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shared_results, "MOST_PLAIN", 1000)
    one = replica()
    assert await one.get("The dam.", "x" * 1001) == "x" * 1001
    await one.settled()
    with Redis.from_url(server.url) as client:
        assert client.keys("*") == []


async def test_a_failure_is_not_kept_and_the_next_may_begin(replica: Make) -> None:
    one, two = replica(), replica()
    one.gate.clear()
    failing = asyncio.create_task(one.get("The dam."))
    await until(lambda: one.computed == 1)
    waiting = asyncio.create_task(two.get("The dam."))
    failing.cancel()
    assert await waiting == "the result"
    assert two.computed == 1


async def test_the_lock_of_a_dead_replica_expires(
    replica: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = replica(), replica()
    monkeypatch.setattr(stores, "LOCK_SECONDS", 0.3)
    one.gate.clear()
    dead = asyncio.create_task(one.get("The dam."))
    await until(lambda: one.computed == 1)
    assert await two.get("The dam.") == "the result"  # while the other has said nothing
    assert two.computed == 1
    one.gate.set()
    await dead


async def test_nobody_waits_longer_than_a_lock_lives(replica: Make) -> None:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    one, two = replica(), replica(sleep=sleep)
    one.gate.clear()
    slow = asyncio.create_task(one.get("The dam."))
    await until(lambda: one.computed == 1)
    assert await two.get("The dam.") == "the result"
    assert two.computed == 1
    assert stores.LOCK_SECONDS <= sum(slept) < stores.LOCK_SECONDS + 1
    one.gate.set()
    await slow


async def test_a_value_that_was_tampered_with_is_computed_anew(
    replica: Make, server: RedisServer
) -> None:
    one = replica()
    await one.get("The dam.")
    await one.settled()
    with Redis.from_url(server.url) as client:
        (key,) = client.keys("*:result")
        client.set(key, b"x" + client.get(key)[1:])
    assert await one.get("The dam.", "anew") == "anew"
    await one.settled()
    assert await one.get("The dam.") == "anew"


async def test_without_redis_it_computes_and_soon_asks_no_more(replica: Make) -> None:
    one = replica(url=f"redis://127.0.0.1:{free_port()}/0")
    for _ in range(FAILURES + 5):
        assert await one.get("The dam.") == "the result"
    assert one.outcomes == {"failed": FAILURES, "skipped": 5}
    one.clock.now += SHORTEST
    assert await one.get("The dam.") == "the result"
    assert one.outcomes["failed"] == FAILURES + 1


async def test_redis_gone_held_and_back(replica: Make) -> None:
    with redis_server() as server:
        one = replica(url=server.url, seconds=0.1)
        await one.get("The dam.")
        await one.settled()
        server.hold()
        began = asyncio.get_running_loop().time()
        for _ in range(FAILURES + 20):
            assert await one.get("The dam.") == "the result"
        spent = asyncio.get_running_loop().time() - began
        assert one.outcomes["failed"] == FAILURES
        assert one.outcomes["skipped"] == 20
        assert spent < HANG  # three times a tenth of a second, on a machine that has time
        server.kill()
        server.start()
        one.clock.now += 60.0
        await one.get("The dam.")  # the trial
        await one.settled()
        before = one.outcomes["hit"]
        await one.get("The dam.")
        assert one.outcomes["hit"] == before + 1
        server.kill()
        assert await one.get("The dam.") == "the result"
        server.start()


async def test_many_at_once_are_each_computed_once(
    replica: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (stores, shared_results):  # however slow the machine is
        monkeypatch.setattr(module, "LOCK_SECONDS", HANG)
    replicas = [replica() for _ in range(3)]
    texts = [f"The dam number {n}." for n in range(20)]
    found = await asyncio.gather(
        *(each.get(text, text) for text in texts for each in replicas for _ in range(3))
    )
    assert Counter(found) == dict.fromkeys(texts, 9)
    assert sum(each.computed for each in replicas) == len(texts)
