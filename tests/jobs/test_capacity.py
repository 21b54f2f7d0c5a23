"""The capacity of the stores for documents and their results, however large these are."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from service.jobs.capacity import ERROR_BYTES, FIRST_RATIO, WEIGHT, StoreUsage
from service.jobs.sqlite.store import SqliteStore
from service.jobs.store import Ended, JobStore, StoreFull
from tests.jobs.conftest import KEEP, Clock
from tests.jobs.test_store import found, one, post
from tests.redis_server import RedisServer

MOST = 1024 * 1024
ERROR = b'{"title":"no room"}'


def held(store: SqliteStore) -> int:
    """Bytes of the file and of its log on the disk."""
    names = (store.path, Path(f"{store.path}-wal"))
    return sum(name.stat().st_size for name in names if name.exists())


@pytest.fixture(params=["sqlite", "redis"])
async def store(
    request: pytest.FixtureRequest, tmp_path: Path, clock: Clock
) -> AsyncIterator[JobStore]:
    """A store that may hold `MOST`."""
    given: dict[str, Any] = {"keep": KEEP, "clock": clock, "most_bytes": MOST}
    made: JobStore
    if request.param == "sqlite":
        made = SqliteStore(tmp_path / "jobs.sqlite", steady=clock, **given)
    else:
        server: RedisServer = request.getfixturevalue("redis_server")
        server.empty()
        from service.jobs.redis.store import RedisStore

        made = RedisStore(SecretStr(server.url), **given)
    await made.open()
    yield made
    await made.close()


async def until_full(store: JobStore, size: int) -> int:
    """How many jobs of one document of so many bytes are taken."""
    count = 0
    while True:
        try:
            job = await store.begin("ann", None, None)
        except StoreFull:
            return count
        try:
            await store.add(job, [os.urandom(size)])
        except StoreFull:
            await store.discard(job)
            return count
        await store.commit(job, "print")
        count += 1


async def swept(store: JobStore) -> None:
    """What may go has gone."""
    while await store.sweep():
        pass


@pytest.mark.parametrize("size", [10, 1_000, 20_000])
async def test_as_much_is_taken_as_has_room_for_its_results(store: JobStore, size: int) -> None:
    taken = await until_full(store, size)
    assert taken * size * (1 + FIRST_RATIO) <= MOST
    assert taken > 8
    for _ in range(taken):
        claim = await one(store)
        content = os.urandom(int(size * FIRST_RATIO))
        assert await store.finish(claim, content, failed=False) is Ended.KEPT
    if isinstance(store, SqliteStore):
        assert held(store) < MOST + 1.2 * MOST  # the log is cut back to a MiB


@pytest.mark.parametrize("size", [10, 1_000, 20_000])
async def test_results_that_are_far_larger_never_pass_the_limit(store: JobStore, size: int) -> None:
    taken = await until_full(store, size)
    kept = 0
    for _ in range(taken):
        claim = await one(store)
        ended = await store.finish(claim, os.urandom(30 * size), failed=False)
        kept += ended is Ended.KEPT
        if ended is Ended.NO_ROOM:  # there is always room to say so
            assert await store.finish(claim, ERROR, failed=True) is Ended.KEPT
    assert 0 < kept < taken or size == 10
    assert await store.waiting() == 0
    if isinstance(store, SqliteStore):
        await store.close()  # the log is gone then
        assert held(store) <= MOST
        await store.open()


async def test_a_long_error_has_no_privilege(store: JobStore) -> None:
    await until_full(store, 20_000)
    claim = await one(store)
    assert await store.finish(claim, os.urandom(MOST), failed=True) is Ended.NO_ROOM
    assert await store.finish(claim, b"e" * ERROR_BYTES, failed=True) is Ended.KEPT


async def test_what_results_came_to_tells_how_many_more_are_taken(
    store: JobStore, clock: Clock
) -> None:
    before = await until_full(store, 5_000)
    for _ in range(before):
        claim = await one(store)
        await store.finish(claim, os.urandom(15 * len(claim.payload)), failed=False)
    for job in await store.owned("ann", 1000):
        await store.cancel(job.id, "ann")
    # Everything that was done is removed; what it came to is remembered.
    clock.now += KEEP + 1
    await swept(store)
    after = await until_full(store, 5_000)
    assert 5 < after < 0.75 * before


@pytest.mark.parametrize("end", ["done", "cancelled"])
async def test_what_expires_makes_room_again(store: JobStore, clock: Clock, end: str) -> None:
    first = await until_full(store, 20_000)
    for _ in range(3):
        await _end_all(store, end)
        clock.now += KEEP + 1
        await swept(store)
        assert await until_full(store, 20_000) >= first - 1


async def _end_all(store: JobStore, how: str) -> None:
    for job in await store.owned("ann", 1000):
        if how == "cancelled":
            await store.cancel(job.id, "ann")
        else:
            claim = await one(store)
            content = os.urandom(int(FIRST_RATIO * len(claim.payload)))
            await store.finish(claim, content, failed=False)


async def test_the_file_shrinks_when_jobs_have_expired(tmp_path: Path, clock: Clock) -> None:
    store = SqliteStore(tmp_path / "jobs.sqlite", keep=KEEP, clock=clock, steady=clock)
    await store.open()
    for _ in range(20):
        await post(store, 1)
        await store.finish(await one(store), os.urandom(1024 * 1024), failed=False)
    clock.now += KEEP + 1
    await swept(store)
    await store.close()
    assert held(store) < 4 * 1024 * 1024


async def test_redis_holds_about_what_is_counted(redis_server: RedisServer) -> None:
    redis_server.empty()
    from service.jobs.redis.store import PREFIX, RedisStore

    def used() -> int:
        from redis import Redis

        with Redis.from_url(redis_server.url) as client:
            return int(client.info("memory")["used_memory"])

    def counted() -> int:
        from redis import Redis

        with Redis.from_url(redis_server.url) as client:
            return int(client.hget(f"{PREFIX}room", "held") or 0)

    store = RedisStore(SecretStr(redis_server.url))
    await store.open()
    before = used()
    for size in (10, 3_000):
        job = await store.begin("ann", b"{}", None)
        await store.add(job, [os.urandom(size) for _ in range(2_000)])
        await store.commit(job, "print")
        assert used() - before < 1.2 * counted()
        for claim in await store.claim(2_000):
            await store.finish(claim, os.urandom(4 * size), failed=False)
        assert used() - before < 1.2 * counted()
        assert (await found(store, job)).succeeded == 2_000
    await store.close()


async def test_counts_of_redis_come_to_nothing_when_everything_is_gone(
    redis_server: RedisServer, clock: Clock
) -> None:
    redis_server.empty()
    from redis import Redis

    from service.jobs.redis.store import PREFIX, RedisStore

    store = RedisStore(SecretStr(redis_server.url), keep=KEEP, clock=clock, most_bytes=MOST)
    await store.open()
    await store.add(await store.begin("ann", b"{}", None), [b"half"])
    done = await post(store, 3)
    cancelled = await post(store, 3)
    claims = await store.claim(4)
    assert {claim.job for claim in claims} == {done, cancelled}
    for claim in claims:
        await store.finish(claim, b"r" * 100, failed=False)
    await store.cancel(cancelled, "ann")
    for claim in await store.claim(4):
        await store.finish(claim, b"r" * 100, failed=False)
    clock.now += KEEP + 1
    await swept(store)
    with Redis.from_url(redis_server.url) as client:
        room = client.hgetall(f"{PREFIX}room")
        assert {room[name] for name in (b"held", b"waiting", b"waiting_bytes")} == {b"0"}
        assert client.keys(f"{PREFIX}*") == [f"{PREFIX}room".encode()]
    await store.close()


@pytest.mark.parametrize(
    ("given", "documents", "result"),
    [
        (StoreUsage(None, 10**12, 10**6, 10**9, 0, 0), True, True),
        (StoreUsage(10_000, 0, 0, 0, 0, 0), True, True),
        (StoreUsage(10_000, 9_500, 1, 100, 0, 0), False, True),
        (StoreUsage(10_000, 9_500, 2, 100, 0, 0), False, False),
    ],
)
def test_room(given: StoreUsage, documents: bool, result: bool) -> None:
    assert given.takes_documents(100) is documents
    assert given.takes_result(500, 100) is result


def test_the_ratio_goes_by_what_was_measured() -> None:
    def ratio(posted: float, results: float) -> float:
        return StoreUsage(None, 0, 0, 0, posted, results).ratio

    assert ratio(0, 0) == FIRST_RATIO
    assert ratio(WEIGHT, 0) == FIRST_RATIO / 2
    assert ratio(1e9, 90e9) == pytest.approx(90, rel=0.01)
