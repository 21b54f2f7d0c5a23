"""Properties of the Redis store alone: a server that dies, returns, or is full."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from service.jobs import runner as module
from service.jobs.processor import Outcome
from service.jobs.runner import Runner
from service.jobs.store import Claim, Ended, JobState, StoreError, StoreFull
from tests.jobs.test_runner import Doing, ended, until
from tests.jobs.test_store import all_results, one, post
from tests.redis_server import RedisServer

pytest.importorskip("redis", reason="the extra copydesk[redis] is not installed")
from service.jobs.redis import store as redis_store
from service.jobs.redis.store import RedisStore


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RedisServer]:
    """A Redis of one's own."""
    started = RedisServer(tmp_path)
    yield started
    started.kill()


async def test_a_redis_that_is_killed_and_comes_back_loses_nothing(
    server: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "POLL_SECONDS", 0.01)
    monkeypatch.setattr(module, "_PAUSE_SECONDS", 0.05)
    store = RedisStore(SecretStr(server.url))
    await store.open()
    job = await post(store, 60)
    half = asyncio.Event()
    seen: list[int] = []

    async def noted(claim: Claim) -> Outcome:
        seen.append(claim.position)
        if len(seen) == 30:
            half.set()
        await asyncio.sleep(0.002)
        return Outcome(b"[%d]" % claim.position, failed=False)

    async with Runner(store, Doing(noted)).running():
        await half.wait()
        server.kill()
        with pytest.raises(StoreError):
            await store.waiting()
        await asyncio.to_thread(server.start)
        await until(lambda: ended(store, job))
    found = await all_results(store, job)
    assert [s for s, _, _, _ in found] == list(range(1, 61))
    assert sorted(p for _, p, _, _ in found) == list(range(60))
    await store.close()


async def test_a_full_redis_takes_results_but_no_new_jobs(server: RedisServer) -> None:
    store = RedisStore(SecretStr(server.url))
    await store.open()
    job = await post(store, 1)
    assert server.said("CONFIG SET maxmemory 1") == "+OK"
    with pytest.raises(StoreFull):
        await store.begin("ann", None, None)
    assert await store.finish(await one(store), b"r", failed=False) is Ended.KEPT
    assert await all_results(store, job) == [(1, 0, False, b"r")]
    await store.close()


async def test_what_is_asked_twice_is_done_once(
    server: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after a connection that broke before the answer came."""
    store = RedisStore(SecretStr(server.url))
    await store.open()
    ask = store._run

    async def twice(*arguments: Any) -> Any:
        await ask(*arguments)
        return await ask(*arguments)

    monkeypatch.setattr(store, "_run", twice)
    job = await store.begin("ann", None, "k")
    await store.add(job, [b"a", b"b"])
    await store.add(job, [b"c"])
    await store.commit(job, "print")
    monkeypatch.setattr(store, "_run", ask)
    claims = await store.claim(9)
    assert [c.payload for c in claims] == [b"a", b"b", b"c"]
    monkeypatch.setattr(store, "_run", twice)
    for claim in claims:
        await store.finish(claim, claim.payload, failed=False)
    assert [c for _, _, _, c in await all_results(store, job)] == [b"a", b"b", b"c"]
    await store.close()


async def test_a_rare_state_is_found_behind_many_others(
    server: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(redis_store, "_LOOKED_AT", 4)
    store = RedisStore(SecretStr(server.url))
    await store.open()
    rare = await post(store, 1)
    await store.cancel(rare, "ann")
    for _ in range(11):
        await post(store, 1)
    for limit in (1, 2):
        (found,) = await store.owned("ann", limit, state=JobState.CANCELLED)
        assert found.id == rare
    assert len(await store.owned("ann", 10, state=JobState.QUEUED)) == 10
    assert len(await store.owned("ann", 12, state=JobState.QUEUED)) == 11
    await store.close()


async def test_an_error_tells_no_password() -> None:
    store = RedisStore(SecretStr("redis://:hunter2@127.0.0.1:1/0"))
    await store.open()  # it may come up later
    with pytest.raises(StoreError) as failed:
        await store.waiting()
    assert "hunter2" not in str(failed.value)
    await store.close()
