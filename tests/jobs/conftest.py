"""Stores of every kind, with a clock that tests set."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from service.jobs.sqlite.store import SqliteStore
from service.jobs.store import JobStore
from tests.redis_server import RedisServer

LEASE, KEEP, PATIENCE = 30.0, 3600.0, 120.0


class Clock:
    """Seconds since the epoch, as told."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


MakeStore = Callable[[], JobStore]


@pytest.fixture(scope="session")
def redis_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    """A Redis for the whole session; skips where there is none to start."""
    server = RedisServer(tmp_path_factory.mktemp("redis"))
    yield server
    server.kill()


@pytest.fixture(params=["sqlite", "redis"])
def make_store(request: pytest.FixtureRequest, tmp_path: Path, clock: Clock) -> MakeStore:
    """`make_store()`: one more process's view of the same jobs."""
    given: dict[str, Any] = {
        "lease": LEASE,
        "keep": KEEP,
        "upload_seconds": PATIENCE,
        "clock": clock,
    }
    if request.param == "sqlite":
        return lambda: SqliteStore(tmp_path / "state" / "jobs.sqlite", steady=clock, **given)
    server: RedisServer = request.getfixturevalue("redis_server")
    server.empty()
    from service.jobs.redis.store import RedisStore

    return lambda: RedisStore(SecretStr(server.url), **given)


@pytest.fixture
async def store(make_store: MakeStore) -> AsyncIterator[JobStore]:
    made = make_store()
    await made.open()
    yield made
    await made.close()


@pytest.fixture
async def other(make_store: MakeStore, store: JobStore) -> AsyncIterator[JobStore]:
    """The same jobs as another worker sees them."""
    made = make_store()
    await made.open()
    yield made
    await made.close()
