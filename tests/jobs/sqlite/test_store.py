"""Properties of the SQLite store alone: the file, its capacity, and its errors."""

from __future__ import annotations

import multiprocessing
import sqlite3
import stat
from pathlib import Path

import pytest

from service.jobs.sqlite.store import SqliteStore
from service.jobs.sqlite.views import OWNED
from service.jobs.store import Ended, StoreError, StoreFull
from tests.jobs.conftest import Clock
from tests.jobs.test_store import one, post, suspect

_spawn = multiprocessing.get_context("spawn")


async def test_only_the_owner_may_read_the_file(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "jobs.sqlite"
    store = SqliteStore(path)
    await store.open()
    await post(store, 1)
    files = list(path.parent.iterdir())
    assert len(files) == 3
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    await store.close()


async def test_a_text_is_gone_once_it_has_a_result(tmp_path: Path) -> None:
    path = tmp_path / "jobs.sqlite"
    store = SqliteStore(path)
    await store.open()
    job = await store.begin("ann", None, None)
    await store.add(job, [b"a secret " * 500, b"another"])
    await store.commit(job, "print")
    await store.finish(await one(store), b"result", failed=False)
    await store.close()
    kept = _everything(tmp_path)
    assert b"another" in kept
    assert b"a secret" not in kept


def _everything(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.iterdir())


async def test_a_full_disk_loses_nothing(tmp_path: Path) -> None:
    path = tmp_path / "jobs.sqlite"
    store = SqliteStore(path)
    await store.open()
    job = await post(store, 1)
    claim = await one(store)

    def limit(pages: int) -> int:
        return store._database._connection.execute(  # type: ignore[union-attr, no-any-return]
            f"PRAGMA max_page_count = {pages}"
        ).fetchone()[0]

    now = await store._database.run(lambda _: limit(1))  # SQLite's own way of having no room
    with pytest.raises(StoreFull):
        await store.finish(claim, b"r" * 100_000, failed=False)
    with pytest.raises(StoreFull):
        await store.add(await store.begin("ann", None, None), [b"x" * 100_000])
    await store._database.run(lambda _: limit(now + 1000))
    assert await store.finish(claim, b"r" * 100_000, failed=False) is Ended.KEPT
    assert [len(r.content) for r in await store.results(job, 0)] == [100_000]
    await store.close()


async def test_what_is_no_store_is_refused(tmp_path: Path) -> None:
    garbage = tmp_path / "garbage"
    garbage.write_bytes(b"not a database at all" * 100)
    newer = tmp_path / "newer"
    with sqlite3.connect(newer) as db:
        db.execute("PRAGMA user_version = 99")
    db.close()
    for path, why in (
        (garbage, "not a database"),
        (newer, "newer version"),
        (garbage / "below", "File exists"),
    ):
        store = SqliteStore(path)
        with pytest.raises(StoreError, match=why):
            await store.open()
        await store.close()


def _open_and_post(path: Path, go: object) -> None:
    import asyncio

    async def posted() -> None:
        store = SqliteStore(path)
        go.wait(60)  # type: ignore[attr-defined]
        await store.open()
        for _ in range(5):
            await post(store, 3)
        await store.close()

    asyncio.run(posted())


async def test_processes_may_open_a_new_file_at_once(tmp_path: Path) -> None:
    path = tmp_path / "jobs.sqlite"
    go = _spawn.Event()
    processes = [_spawn.Process(target=_open_and_post, args=(path, go)) for _ in range(3)]
    for process in processes:
        process.start()
    go.set()
    for process in processes:
        process.join(120)
        assert process.exitcode == 0
    store = SqliteStore(path)
    await store.open()
    assert await store.waiting() == 45
    await store.close()


async def test_leases_do_not_hang_on_the_clock_that_can_be_set(tmp_path: Path) -> None:
    clock, steady = Clock(), Clock()
    store = SqliteStore(tmp_path / "jobs.sqlite", lease=30, clock=clock, steady=steady)
    await post(store, 2)
    first, _ = await store.claim(2)
    for jump in (86_400, -3 * 86_400, 45, -45):
        clock.now += jump
        assert await store.claim(1) == []
    steady.now += 31
    again = await suspect(store)
    assert (again.position, again.attempts) == (first.position, 2)
    await store.close()


async def test_a_machine_that_started_anew_keeps_no_lease(tmp_path: Path) -> None:
    steady = Clock()
    store = SqliteStore(tmp_path / "jobs.sqlite", lease=30, steady=steady)
    await post(store, 1)
    await store.claim(1)
    steady.now = 5.0
    assert (await suspect(store)).attempts == 2
    await store.close()


async def test_a_file_of_an_older_version_is_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "jobs.sqlite"
    store = SqliteStore(path)
    await store.open()
    job = await post(store, 1)
    await store.close()
    with sqlite3.connect(path) as db:
        for thing in ("INDEX job_owner", "INDEX document_apart", "TRIGGER payload_comes"):
            db.execute(f"DROP {thing}")
        db.execute("DROP TRIGGER payload_goes")
        db.execute("DROP TABLE room")
        db.execute("ALTER TABLE job DROP COLUMN origin")
        db.execute("ALTER TABLE job DROP COLUMN apart")
        db.execute("ALTER TABLE document DROP COLUMN apart")
        db.execute("PRAGMA user_version = 1")
    db.close()
    store = SqliteStore(path)
    assert [found.id for found in await store.owned("ann", 5)] == [job]
    assert (await one(store)).origin is None
    await store.close()
    with sqlite3.connect(path) as db:
        plan = db.execute(f"EXPLAIN QUERY PLAN {OWNED}", ("ann", 0.0, 1e9, "z", None, 5))
        assert "INDEX job_owner (owner=? AND (created,id)<" in str(plan.fetchall())
    db.close()
