"""The runner with a real store: it claims, commits and gives back documents."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from service.jobs import runner as module
from service.jobs.packing import unpack
from service.jobs.processor import NotNow, Outcome
from service.jobs.runner import Runner
from service.jobs.sqlite.store import SqliteStore
from service.jobs.store import Claim, JobState, JobStore, StoreError
from tests.jobs.conftest import LEASE, Clock
from tests.jobs.test_store import all_results, found, post

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


class Doing:
    """A `Processing` whose outcomes are those of a function."""

    def __init__(self, outcome: Callable[[Claim], Awaitable[Outcome]]) -> None:
        self._outcome = outcome

    async def analyse(self, claim: Claim) -> Outcome:
        return await self._outcome(claim)

    def gave_up(self, claim: Claim, times: int) -> Outcome:
        return Outcome(b"given up after %d" % times, failed=True)

    def no_room(self, claim: Claim, size: int) -> Outcome:
        return Outcome(b"no room", failed=True)


class Elsewhere:
    """See `runner.Apart`: some texts take its process down, on every try or on some."""

    def __init__(self, **kills: int) -> None:
        self.kills = {text.encode(): times for text, times in kills.items()}
        self.tried: list[bytes] = []
        self.now = self.most = 0
        self.open = self.others = False

    def free(self) -> bool:
        return not self.others

    async def analyse(self, claim: Claim, begins: Callable[[], Awaitable[None]]) -> Outcome | None:
        self.open = True
        await begins()
        self.tried.append(claim.payload)
        self.now += 1
        self.most = max(self.now, self.most)
        await asyncio.sleep(0.002)
        self.now -= 1
        if self.kills.get(claim.payload, 0) > 0:
            self.kills[claim.payload] -= 1
            return None
        return Outcome(b"isolated [" + claim.payload + b"]", failed=False)

    async def close(self) -> None:
        self.open = False


async def said(store: JobStore, job: str) -> dict[int, tuple[bool, bytes]]:
    """What each document came to."""
    return {p: (f, unpack(c)) for _, p, f, c in await all_results(store, job)}


async def until(true: Callable[[], object]) -> None:
    """Return once it is so; `true` may be a coroutine function."""
    async with asyncio.timeout(HANG):
        while True:
            said = true()
            if await said if asyncio.iscoroutine(said) else said:
                return
            await asyncio.sleep(0.005)


async def ended(store: JobStore, job: str) -> bool:
    """Whether nothing is left to do."""
    return (await found(store, job)).state is JobState.DONE


async def test_every_document_gets_its_result(store: SqliteStore) -> None:
    job = await store.begin("ann", None, None)
    await store.add(job, [b"a", b"bad", b"c"])
    await store.commit(job, "print")
    told: list[int] = []
    async with Runner(store, Doing(echo), lease=0.01, tell=told.append).running():
        await until(lambda: ended(store, job))
        await until(lambda: told[-1:] == [0])
    assert await said(store, job) == {
        0: (False, b"[a]"),
        1: (True, b"[bad]"),
        2: (False, b"[c]"),
    }


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

    async with Runner(store, Doing(counted), concurrency=3).running():
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
        Runner(store, Doing(noted)).running(),
        Runner(second, Doing(noted)).running(),
    ):
        await until(lambda: ended(store, job))
    await second.close()
    assert sorted(seen) == list(range(60))
    assert len(await all_results(store, job)) == 60


async def test_nothing_is_claimed_while_it_is_not_ready(store: SqliteStore) -> None:
    job = await post(store, 2)
    ready = False
    runner = Runner(store, Doing(echo), ready=lambda: ready)
    async with runner.running():
        await asyncio.sleep(0.1)
        assert (await found(store, job)).state is JobState.QUEUED
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

    async with Runner(store, Doing(later), attempts=2).running():
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

    async with Runner(store, Doing(stuck)).running():
        await began.wait()
    again = await store.claim(5)
    assert [c.attempts for c in again] == [1] * 5


async def dead(store: JobStore, clock: Clock, *texts: bytes, places: int = 3) -> str:
    """A job whose first documents were claimed by a worker that has died."""
    job = await store.begin("ann", None, None)
    await store.add(job, texts)
    await store.commit(job, "print")
    await store.claim(places)
    clock.now += LEASE + 1
    return job


async def test_a_document_that_kills_its_worker_is_given_up(
    store: SqliteStore, clock: Clock
) -> None:
    """Workers that died leave nothing but leases."""
    job = await dead(store, clock, b"fine", b"killer", b"fine too", b"rest", b"more")
    other = await post(store, 4)
    here: list[bytes] = []

    async def noted(claim: Claim) -> Outcome:
        here.append(claim.payload)
        return await echo(claim)

    isolated = Elsewhere(killer=9)
    async with Runner(store, Doing(noted), isolated=isolated, attempts=3).running():
        await until(lambda: ended(store, job))
        await until(lambda: ended(store, other))
        await until(lambda: not isolated.open)
    assert sorted(here) == [b"text 0", b"text 1", b"text 2", b"text 3"]
    assert isolated.tried.count(b"killer") == 2
    assert isolated.tried.count(b"rest") == isolated.tried.count(b"more") == 1
    assert isolated.most == 1
    assert await said(store, job) == {
        0: (False, b"isolated [fine]"),
        1: (True, b"given up after 3"),
        2: (False, b"isolated [fine too]"),
        3: (False, b"isolated [rest]"),
        4: (False, b"isolated [more]"),
    }


async def test_a_job_whose_suspects_were_innocent_goes_on(store: SqliteStore, clock: Clock) -> None:
    job = await dead(store, clock, *(b"%d" % n for n in range(20)))
    isolated = Elsewhere()
    async with Runner(store, Doing(echo), isolated=isolated).running():
        await until(lambda: ended(store, job))
    assert sorted(isolated.tried) == [b"0", b"1", b"2"]
    assert {failed for failed, _ in (await said(store, job)).values()} == {False}


async def test_what_takes_a_process_down_now_and_then_is_done_in_the_end(
    store: SqliteStore, clock: Clock
) -> None:
    job = await dead(store, clock, b"flaky", b"rest", places=1)
    isolated = Elsewhere(flaky=1)
    async with Runner(store, Doing(echo), isolated=isolated, attempts=3).running():
        await until(lambda: ended(store, job))
    assert isolated.tried == [b"flaky", b"flaky", b"rest"]
    assert (await said(store, job))[0] == (False, b"isolated [flaky]")


@pytest.mark.parametrize("there", [True, False])
async def test_no_suspect_is_ever_run_by_who_serves(
    store: SqliteStore, clock: Clock, there: bool
) -> None:
    job = await dead(store, clock, b"suspect", b"rest", places=1)
    here: list[bytes] = []

    async def noted(claim: Claim) -> Outcome:
        here.append(claim.payload)
        return await echo(claim)

    isolated = Elsewhere() if there else None
    async with Runner(store, Doing(noted), isolated=isolated).running():
        await until(lambda: ended(store, job))
    assert here == [b"rest"]
    gave_up = (True, b"given up after 1")
    assert (await said(store, job))[0] == ((False, b"isolated [suspect]") if there else gave_up)


async def test_while_others_try_one_of_theirs_the_rest_goes_on(
    store: SqliteStore, clock: Clock
) -> None:
    job = await dead(store, clock, b"suspect", places=1)
    rest = await post(store, 10)
    isolated = Elsewhere()
    isolated.others = True
    runner = Runner(store, Doing(echo), isolated=isolated)
    async with runner.running():
        await until(lambda: ended(store, rest))
        assert isolated.tried == []
        isolated.others = False
        runner.wake()
        await until(lambda: ended(store, job))


@pytest.mark.parametrize("begun", [False, True])
async def test_a_suspect_in_work_at_the_end_is_given_back(
    store: SqliteStore, clock: Clock, begun: bool
) -> None:
    await dead(store, clock, b"suspect", places=1)
    began = asyncio.Event()

    class Stuck(Elsewhere):
        async def analyse(
            self, claim: Claim, begins: Callable[[], Awaitable[None]]
        ) -> Outcome | None:
            if begun:
                await begins()
            began.set()
            await asyncio.Event().wait()
            raise AssertionError

    async with Runner(store, Doing(echo), isolated=Stuck()).running():
        await began.wait()
    again = await store.suspect()
    assert again is not None
    assert again.attempts == 2


async def test_a_result_without_room_becomes_an_error(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "small.sqlite", most_bytes=200_000)
    await store.open()
    job = await post(store, 3)

    async def long(claim: Claim) -> Outcome:
        content = os.urandom(300_000) if claim.position == 1 else claim.payload
        return Outcome(content, failed=False)

    async with Runner(store, Doing(long)).running():
        await until(lambda: ended(store, job))
    assert await said(store, job) == {
        0: (False, b"text 0"),
        1: (True, b"no room"),
        2: (False, b"text 2"),
    }
    await store.close()


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

    async with Runner(store, Doing(stuck), lease=0.03).running():
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

    async with Runner(store, Doing(noted), concurrency=2, lease=0.03).running():
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
