"""Pages of an owner's jobs while jobs are added and removed: no duplicates, and none missing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.jobs.store import Job, JobStore, SortKey
from tests.jobs.conftest import KEEP, Clock, MakeStore
from tests.jobs.test_store import post
from tests.redis_server import RedisServer

MakeEmpty = Callable[[], JobStore]
LEAPS = [0.0, 1e-6, 1.0, -0.5]  # a clock may stand still, and be set back

posted = st.tuples(st.just("post"), st.sampled_from(LEAPS))
others = st.tuples(
    st.sampled_from(["begin", "commit", "cancel", "expire", "page"]), st.integers(0, 3)
)
steps = st.lists(posted | others, max_size=25)


@pytest.fixture
def make_empty(make_store: MakeStore, request: pytest.FixtureRequest, tmp_path: Path) -> MakeEmpty:
    """A store without jobs, each time."""
    number = count()

    def made() -> JobStore:
        if "redis" in request.node.name:
            server: RedisServer = request.getfixturevalue("redis_server")
            server.empty()
        else:
            (tmp_path / "state").rename(tmp_path / f"state-{next(number)}")
        return make_store()

    (tmp_path / "state").mkdir()
    return made


class Walk:
    """Reads pages one after the other while it does what it is told to the store."""

    def __init__(self, store: JobStore, clock: Clock, limit: int) -> None:
        self.store = store
        self.clock = clock
        self.limit = limit
        self.seen: list[Job] = []
        self.there: set[str] = set()
        self.ended: set[str] = set()
        self.half: list[str] = []
        self.stays: set[str] = set()
        self.more = True

    async def post(self, leap: float) -> None:
        self.clock.now += leap
        self.there.add(await post(self.store, 1))

    async def begin(self, _: float) -> None:
        job = await self.store.begin("ann", None, None)
        await self.store.add(job, [b"x"])
        self.half.append(job)

    async def commit(self, _: float) -> None:
        if self.half:
            job = self.half.pop(0)
            await self.store.commit(job, "print")
            self.there.add(job)

    async def cancel(self, which: float) -> None:
        running = sorted(self.there - self.ended)
        if running:
            job = running[int(which) % len(running)]
            await self.store.cancel(job, "ann")
            self.ended.add(job)

    async def expire(self, sweeps: float) -> None:
        self.clock.now += KEEP + 1
        for _ in range(int(sweeps)):
            await self.store.sweep()
        self.there -= self.ended
        self.stays -= self.ended
        self.ended.clear()
        self.half.clear()  # given up, where it was swept

    async def page(self, _: float = 0) -> None:
        before: SortKey | None = self.seen[-1].sort_key if self.seen else None
        page = await self.store.owned("ann", self.limit, before=before)
        assert len(page) <= self.limit
        assert {job.id for job in page} <= self.there
        self.seen += page
        self.more = len(page) == self.limit


@settings(
    max_examples=40,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(before=steps, meanwhile=steps, limit=st.integers(1, 4))
def test_pages_while_jobs_come_and_go(
    make_empty: MakeEmpty,
    clock: Clock,
    before: list[tuple[str, float]],
    meanwhile: list[tuple[str, float]],
    limit: int,
) -> None:
    async def run() -> Walk:
        clock.now = 1_000_000.0
        store = make_empty()
        await store.open()
        try:
            walk = Walk(store, clock, limit)
            for name, number in before:
                if name != "page":
                    await getattr(walk, name)(number)
            walk.stays = set(walk.there)
            for name, number in meanwhile:
                await getattr(walk, name)(number)
            while walk.more:
                await walk.page()
        finally:
            await store.close()
        return walk

    walk = asyncio.run(run())
    places = [job.sort_key for job in walk.seen]
    assert places == sorted(set(places), reverse=True)
    assert walk.stays <= {job.id for job in walk.seen}
