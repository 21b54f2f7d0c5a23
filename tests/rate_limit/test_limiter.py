"""Buckets of all replicas, in a real Redis, and what is done without it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterator

import pytest
from pydantic import SecretStr

from service.observability.logging import set_up_logs
from service.rate_limit.bucket import Allowance
from service.rate_limit.counters import LocalCounters
from service.rate_limit.limiter import Limiter
from tests.conftest import settings
from tests.redis_server import RedisServer, redis_server

FULL = 60 * 1024
ONE = Allowance("a", 60)  # 1 KiB a second


@pytest.fixture(scope="module")
def server() -> Iterator[RedisServer]:
    with redis_server() as found:
        yield found


@pytest.fixture
async def replicas(server: RedisServer) -> AsyncIterator[list[Limiter]]:
    """Three machines and a Redis that knows of nothing."""
    server.empty()
    given = settings(quota_redis_url=SecretStr(server.url))
    found = [Limiter.from_settings(given, LocalCounters()) for _ in range(3)]
    yield found
    for one in found:
        await one.aclose()


async def test_replicas_share_a_bucket(replicas: list[Limiter]) -> None:
    first, second, third = replicas
    assert (await first.take(ONE, FULL // 2)).granted == FULL // 2
    assert (await second.take(ONE, FULL)).granted == 0
    part = await second.take(ONE, FULL, partly=True)
    assert FULL // 2 <= part.granted < FULL * 0.6
    assert 59 < part.ahead <= 60
    assert (await third.take(ONE, 2000)).granted == 0
    assert (await third.take(Allowance("b", 60), FULL)).granted == FULL


async def test_at_once_they_take_no_more_than_there_is(replicas: list[Limiter]) -> None:
    began = time.monotonic()
    takes = [one.take(ONE, 1000, partly=n % 2 == 0) for n in range(60) for one in replicas]
    granted = sum(taken.granted for taken in await asyncio.gather(*takes))
    assert FULL <= granted <= FULL + 1024 * (time.monotonic() - began) + 1


async def test_a_refused_body_costs_its_machine_nothing(replicas: list[Limiter]) -> None:
    first, second, _ = replicas
    await first.take(ONE, FULL // 2)
    for _ in range(5):
        assert (await second.take(ONE, FULL)).granted == 0
    assert (await second.take(ONE, FULL // 2)).granted == FULL // 2


async def test_what_is_given_back_is_given_back_to_all(replicas: list[Limiter]) -> None:
    first, second, _ = replicas
    await first.take(ONE, FULL)
    await first.give_back(ONE, FULL - 1000)
    await first.aclose()
    assert (await second.take(ONE, FULL - 1000)).granted == FULL - 1000


async def test_a_caller_who_leaves_while_redis_is_asked_costs_nothing(
    replicas: list[Limiter],
) -> None:
    first = replicas[0]
    for _ in range(5):
        leaving = [asyncio.create_task(first.take(ONE, FULL // 10)) for _ in range(10)]
        await asyncio.sleep(0)
        for task in leaving:
            task.cancel()
        await asyncio.gather(*leaving, return_exceptions=True)
    for _ in range(3):  # by then all has been given back
        await first.take(Allowance("b", 60), 1)
    assert (await first.take(ONE, FULL)).granted == FULL


async def test_what_is_asked_at_once_goes_together(
    replicas: list[Limiter], server: RedisServer
) -> None:
    def reads() -> int:
        info = server.whole("INFO stats")
        return int(info.split("total_reads_processed:")[1].split()[0])

    await replicas[0].take(ONE, 1)
    before = reads()
    await asyncio.gather(*(replicas[0].take(ONE, 1) for _ in range(300)))
    assert reads() - before < 30


async def test_a_clock_of_redis_that_was_set_back_locks_for_a_minute_at_most(
    replicas: list[Limiter], server: RedisServer
) -> None:
    server.said(f"SET copydesk:quota:a:60 {time.time() + 86_400 - 30:.6f}")  # as an hour ago
    late = await replicas[0].take(ONE, 1)
    assert late.granted == 0
    assert late.ahead < 60.1
    server.said(f"SET copydesk:quota:a:60 {time.time() + 30:.6f}")
    assert (await replicas[0].take(ONE, FULL // 2 - 1024)).granted  # goes on as it was


async def test_what_is_kept_in_redis_expires(replicas: list[Limiter], server: RedisServer) -> None:
    await replicas[0].take(ONE, FULL)
    assert 55_000 < int(server.said("PTTL copydesk:quota:a:60")[1:]) <= 61_000


async def test_without_redis_each_machine_counts_by_itself_and_says_so_once(
    capsys: pytest.CaptureFixture[str],
) -> None:
    set_up_logs(settings())
    server = RedisServer()
    given = settings(quota_redis_url=SecretStr(server.url))
    first, second = (Limiter.from_settings(given, LocalCounters()) for _ in range(2))
    try:
        assert (await first.take(ONE, FULL - 1000)).granted
        server.hold()  # it takes connections and answers nothing
        began = time.monotonic()
        assert [(await first.take(ONE, 400)).granted for _ in range(10)].count(400) >= 2
        assert (await second.take(ONE, FULL)).granted == FULL
        assert (await second.take(ONE, FULL)).granted == 0
        assert time.monotonic() - began < 20  # some tries, and not one for each
        server.kill()
        assert (await first.take(Allowance("b", 60), FULL)).granted == FULL
        server.start()
        async with asyncio.timeout(60):
            while True:  # once it is tried again
                await first.take(Allowance("c", 60), 1)
                if server.said("EXISTS copydesk:quota:c:60") == ":1":
                    break
                await asyncio.sleep(0.05)
        assert (await first.take(ONE, FULL)).granted == 0  # an empty Redis opens nothing here
    finally:
        server.kill()
        await first.aclose()
        await second.aclose()
    written = "".join(capsys.readouterr())
    assert written.count("Redis does not answer") == 2  # once each
    assert written.count("counted in Redis again") == 1


def test_by_default_it_is_the_redis_of_results_else_of_jobs() -> None:
    one, two, three = (SecretStr(f"redis://127.0.0.1:{port}") for port in (1, 2, 3))

    def port(**given: object) -> int | None:
        limiter = Limiter.from_settings(settings(**given), LocalCounters())
        if limiter._replicas is None:
            return None
        return int(limiter._replicas._redis.connection_pool.connection_kwargs["port"])

    assert port() is None
    assert port(jobs_redis_url=two) == 2
    secret = SecretStr("0123456789abcdef0123456789abcdef")
    assert port(results_redis_url=one, results_secret=secret, jobs_redis_url=two) == 1
    urls = {"results_redis_url": one, "jobs_redis_url": two, "quota_redis_url": three}
    assert port(**urls, results_secret=secret) == 3
