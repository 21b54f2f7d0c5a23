"""GET /v1/jobs as callers see it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest

from service.jobs.sqlite.store import SqliteStore
from service.jobs.store import StoreError
from service.keys.key import ApiKey, digest
from service.keys.key_file import add
from tests.api.jobs.test_jobs import GOOD, ended
from tests.conftest import Connect

BODY = {"documents": [{"text": GOOD}], "tasks": ["sentiment"]}


@pytest.fixture
def store(tmp_path: Path) -> SqliteStore:
    return SqliteStore(tmp_path / "jobs.sqlite")


async def post(client: httpx.AsyncClient, **more: Any) -> str:
    """The id of a job that has ended."""
    path = (await client.post("/v1/jobs", json=BODY, **more)).headers["location"]
    return str((await ended(client, path, **more))["id"])


async def ids(client: httpx.AsyncClient, path: str = "/v1/jobs", **more: Any) -> list[str]:
    """Those of every page from this one on."""
    found: list[str] = []
    at: str | None = path
    while at:
        page = (await client.get(at, **more)).json()
        found += [job["id"] for job in page["jobs"]]
        at = page["next"]
    return found


async def test_jobs_are_listed_as_they_are_found(connect: Connect, store: SqliteStore) -> None:
    async with connect(store=store) as client:
        empty = await client.get("/v1/jobs")
        assert (empty.status_code, empty.json()) == (200, {"jobs": [], "next": None})
        jobs = [await post(client) for _ in range(5)]
        listed = (await client.get("/v1/jobs")).json()
        assert listed["next"] is None
        for job, status in zip(reversed(jobs), listed["jobs"], strict=True):
            assert status == (await client.get(f"/v1/jobs/{job}")).json()
        for limit in (1, 2, 4, 5, 100):
            assert await ids(client, f"/v1/jobs?limit={limit}") == jobs[::-1]


async def test_a_page_keeps_its_state_and_outlives_its_edge(
    connect: Connect, store: SqliteStore
) -> None:
    async with connect(store=store) as client:
        done = [await post(client) for _ in range(3)]
        half = await store.begin("", None, None)
        await store.add(half, [b"{}"])
        first = (await client.get("/v1/jobs", params={"state": "done", "limit": 2})).json()
        assert [job["id"] for job in first["jobs"]] == done[:0:-1]
        await store.commit(half, "print")  # begun last, so that it is on no later page
        await store._database.run(
            lambda db: db.execute("DELETE FROM job WHERE id = ?", (first["jobs"][-1]["id"],))
        )
        assert await ids(client, first["next"]) == [done[0]]
        assert await ids(client, "/v1/jobs?state=cancelled") == []


async def test_nobody_sees_anothers_jobs(connect: Connect, store: SqliteStore) -> None:
    ann, bob = ({"X-API-Key": key} for key in ("key-a", "key-b"))
    async with connect(store=store, api_keys=["key-a", "key-b"]) as client:
        assert (await client.get("/v1/jobs")).status_code == 401
        anns = [await post(client, headers=ann) for _ in range(2)]
        bobs = await post(client, headers=bob)
        assert await ids(client, headers=ann) == anns[::-1]
        assert await ids(client, headers=bob) == [bobs]
        page = (await client.get("/v1/jobs?limit=1", headers=ann)).json()
        assert await ids(client, page["next"], headers=bob) == []  # a place gives no right


async def test_every_path_of_jobs_needs_the_scope(
    connect: Connect, store: SqliteStore, tmp_path: Path
) -> None:
    keys = tmp_path / "keys.toml"
    add(keys, ApiKey("reader", digest("key-r"), frozenset({"analyze"})))
    async with connect(store=store, keys_file=keys) as client:
        for method, path in (
            ("GET", ""), ("POST", ""), ("GET", "/a"), ("DELETE", "/a"), ("GET", "/a/results"),
        ):  # fmt: skip
            headers = {"X-API-Key": "key-r"}
            refused = await client.request(method, f"/v1/jobs{path}", headers=headers)
            assert (refused.status_code, refused.json()["scope"]) == (403, "jobs")


@pytest.mark.parametrize(
    "query",
    [
        "state=finished", "state=", "state=done&state=done", "limit=0", "limit=101", "limit=x",
        "limit=-1", "before=", "before=1", "before=1.0-xyz", "before=1e5-" + "0" * 32,
        "before=nan-" + "0" * 32, "owner=bob", "offset=1",
    ],
)  # fmt: skip
async def test_a_bad_parameter_is_named(connect: Connect, store: SqliteStore, query: str) -> None:
    async with connect(store=store) as client:
        refused = await client.get(f"/v1/jobs?{query}")
    assert refused.json()["type"] == "urn:copydesk:problem:invalid-parameter"
    assert refused.json()["status"] == 400
    assert f"`{query.partition('=')[0]}`" in refused.json()["detail"].replace("'", "`")


async def test_without_a_store_or_with_a_silent_one(
    connect: Connect, store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with connect() as client:
        assert (await client.get("/v1/jobs")).status_code == 501

    async def silent(*_: object, **__: object) -> None:
        raise StoreError("no answer")

    monkeypatch.setattr(store, "owned", silent)
    async with connect(store=store) as client:
        answer = await client.get("/v1/jobs")
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
