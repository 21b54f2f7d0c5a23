"""The worker's loop over a real store: what is claimed, committed, given back and given up."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from service.jobs import runner as module
from service.jobs.runner import NotNow, Outcome, Runner
from service.jobs.sqlite import SqliteStore
from service.jobs.store import Claim, State, Store, StoreError
from tests.jobs.conftest import LEASE, Clock
from tests.jobs.test_store import all_results, found, one, post

HANG = 60.0


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "POLL_SECONDS", 0.01)
    monkeypatch.setattr(module, "_PAUSE_SECONDS", 0.01)


@pytest.fixture
async def store(tmp_path: Path, clock: Clock) -> AsyncIterator[SqliteStore]:
    made = SqliteStore(tmp_path / "jobs.sqlite", lease=LEASE, clock=clock, steady=clock)
    await made.open()
    yield made
    await made.close()


async def echo(claim: Claim) -> Outcome:
    """The text itself, in brackets; "bad" is a failure."""
    return Outcome(b"[" + claim.payload + b"]", failed=claim.payload == b"bad")


def give_up(claim: Claim) -> Outcome:
    """An error."""
    return Outcome(b"given up", failed=True)


async def until(true: Callable[[], object]) -> None:
    """Return once it is so; `true` may be a coroutine function."""
    async with asyncio.timeout(HANG):
        while True:
            said = true()
            if await said if asyncio.iscoroutine(said) else said:
                return
            await asyncio.sleep(0.005)


async def ended(store: Store, job: str) -> bool:
    """Whether nothing is left to do."""
    return (await found(store, job)).state is State.DONE


async def test_every_document_gets_its_result(store: SqliteStore) -> None:
    job = await store.begin("ann", None, None)
    await store.add(job, [b"a", b"bad", b"c"])
    await store.commit(job, "print")
    told: list[int] = []
    async with Runner(store, echo, give_up, lease=0.01, tell=told.append).running():
        await until(lambda: ended(store, job))
        await until(lambda: told[-1:] == [0])
    assert sorted((p, f, c) for _, p, f, c in await all_results(store, job)) == [
        (0, False, b"[a]"),
        (1, True, b"[bad]"),
        (2, False, b"[c]"),
    ]


async def test_no_more_is_in_work_than_there_are_places(store: SqliteStore) -> None:
    job = await post(store, 30)
    now = most = 0

    async def counted(claim: Claim) -> Outcome:
        nonlocal now, most
        now += 1
        most = max(most, now)
        await asyncio.sleep(0.002)
        now -= 1
        return await echo(claim)

    async with Runner(store, counted, give_up, places=3).running():
        await until(lambda: ended(store, job))
    assert most == 3


async def test_several_workers_do_everything_once(store: SqliteStore, tmp_path: Path) -> None:
    job = await post(store, 60)
    seen: list[int] = []

    async def noted(claim: Claim) -> Outcome:
        seen.append(claim.position)
        await asyncio.sleep(0.001)
        return await echo(claim)

    second = SqliteStore(tmp_path / "jobs.sqlite", lease=LEASE)
    second._clock, second._steady = store._clock, store._steady
    async with (
        Runner(store, noted, give_up).running(),
        Runner(second, noted, give_up).running(),
    ):
        await until(lambda: ended(store, job))
    await second.close()
    assert sorted(seen) == list(range(60))
    assert len(await all_results(store, job)) == 60


async def test_nothing_is_claimed_while_it_is_not_ready(store: SqliteStore) -> None:
    job = await post(store, 2)
    ready = False
    runner = Runner(store, echo, give_up, ready=lambda: ready)
    async with runner.running():
        await asyncio.sleep(0.1)
        assert (await found(store, job)).state is State.QUEUED
        ready = True
        await until(lambda: ended(store, job))


async def test_what_cannot_be_done_now_is_tried_again(store: SqliteStore) -> None:
    job = await post(store, 2)
    tries: list[int] = []

    async def later(claim: Claim) -> Outcome:
        tries.append(claim.attempts)
        if len(tries) < 10:
            raise NotNow
        return await echo(claim)

    async with Runner(store, later, give_up, attempts=2).running():
        await until(lambda: ended(store, job))
    assert set(tries) == {1}  # it was not the document's fault
    assert (await found(store, job)).failed == 0


async def test_the_end_gives_back_what_is_in_work(store: SqliteStore) -> None:
    await post(store, 5)
    began = asyncio.Event()

    async def stuck(claim: Claim) -> Outcome:
        began.set()
        await asyncio.Event().wait()
        raise AssertionError

    async with Runner(store, stuck, give_up).running():
        await began.wait()
    again = await store.claim(5, idle=False)
    assert [c.attempts for c in again] == [1] * 5


async def test_a_document_that_kills_its_worker_is_given_up(
    store: SqliteStore, clock: Clock
) -> None:
    """Workers that died leave nothing but leases."""
    job = await store.begin("ann", None, None)
    await store.add(job, [b"fine", b"killer", b"fine too"])
    await store.commit(job, "print")
    await store.claim(3, idle=True)  # killed by one of them, nobody knows which
    for _ in range(2):  # a new worker tries them one by one, and dies of the second
        clock.now += LEASE + 1
        while (claim := await one(store)).payload != b"killer":
            await store.finish(claim, b"ok", failed=False)
    clock.now += LEASE + 1
    tried: list[bytes] = []

    async def noted(claim: Claim) -> Outcome:
        tried.append(claim.payload)
        return await echo(claim)

    async with Runner(store, noted, give_up, attempts=3).running():
        await until(lambda: ended(store, job))
    assert b"killer" not in tried
    results = {p: (f, c) for _, p, f, c in await all_results(store, job)}
    assert results[1] == (True, b"given up")
    assert [results[0][0], results[2][0]] == [False, False]


async def test_a_suspect_is_in_work_alone(store: SqliteStore, clock: Clock) -> None:
    job = await post(store, 12)
    await store.claim(3, idle=True)
    clock.now += LEASE + 1
    now: set[int] = set()
    beside: dict[int, int] = {}

    async def noted(claim: Claim) -> Outcome:
        now.add(claim.position)
        await asyncio.sleep(0.002)
        beside[claim.position] = len(now)
        now.discard(claim.position)
        return await echo(claim)

    async with Runner(store, noted, give_up).running():
        await until(lambda: ended(store, job))
    assert [beside[position] for position in range(3)] == [1, 1, 1]
    assert max(beside.values()) > 1


async def test_the_work_of_a_cancelled_job_is_given_up(store: SqliteStore) -> None:
    job = await post(store, 1)
    events: list[str] = []

    async def stuck(claim: Claim) -> Outcome:
        events.append("began")
        try:
            await asyncio.Event().wait()
        finally:
            events.append("ended")
        raise AssertionError

    async with Runner(store, stuck, give_up, lease=0.03).running():
        await until(lambda: events == ["began"])
        await store.cancel(job, "ann")
        await until(lambda: events == ["began", "ended"])
    assert await all_results(store, job) == []


async def test_a_store_that_fails_for_a_while_loses_nothing(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = await post(store, 6)
    fails = {"claim": 2, "finish": 3, "renew": 2, "sweep": 1}
    for name in fails:
        monkeypatch.setattr(store, name, _failing(fails, name, getattr(store, name)))
    tried: list[int] = []

    async def noted(claim: Claim) -> Outcome:
        tried.append(claim.position)
        return await echo(claim)

    async with Runner(store, noted, give_up, places=2, lease=0.03).running():
        await until(lambda: ended(store, job))
    assert sorted(tried) == list(range(6))  # a result that is there is not computed again
    assert fails["claim"] == fails["finish"] == 0


def _failing(fails: dict[str, int], name: str, real: Callable[..., object]) -> object:
    async def method(*arguments: object, **more: object) -> object:
        if fails[name]:
            fails[name] -= 1
            raise StoreError("no such luck")
        return await real(*arguments, **more)  # type: ignore[misc]

    return method
