"""Stores of every kind, on a clock that tests move."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from service.jobs.sqlite import SqliteStore
from service.jobs.store import Store

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


MakeStore = Callable[[], Store]


@pytest.fixture(params=["sqlite"])
def make_store(request: pytest.FixtureRequest, tmp_path: Path, clock: Clock) -> MakeStore:
    """`make_store()`: one more process's view of the same jobs."""

    def sqlite() -> Store:
        return SqliteStore(
            tmp_path / "state" / "jobs.sqlite",
            lease=LEASE,
            keep=KEEP,
            patience=PATIENCE,
            clock=clock,
        )

    return {"sqlite": sqlite}[request.param]


@pytest.fixture
async def store(make_store: MakeStore) -> AsyncIterator[Store]:
    made = make_store()
    await made.open()
    yield made
    await made.close()


@pytest.fixture
async def other(make_store: MakeStore, store: Store) -> AsyncIterator[Store]:
    """The same jobs as another worker sees them."""
    made = make_store()
    await made.open()
    yield made
    await made.close()
