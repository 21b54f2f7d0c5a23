"""Authentication by API keys: names, scopes, expiry, rotation, and its log and metrics."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from service.api.routes import analysis
from service.api.schemas.operations import OPERATIONS
from service.jobs.sqlite.store import SqliteStore
from service.keys import keyring
from service.keys.key import SCOPES, ApiKey, Scope, digest
from service.keys.key_file import add
from tests.api.jobs.test_jobs import ended
from tests.api.routes.test_system import metric
from tests.conftest import Connect

URN = "urn:copydesk:problem:"
PATHS: dict[str, Scope] = {
    **{f"/v1/{operation.name}": "analyze" for operation in OPERATIONS},
    "/v1/models": "models",
    "/metrics": "metrics",
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A keys file with a key for each scope, named as it."""
    found = tmp_path / "keys.toml"
    for scope in SCOPES:
        add(found, ApiKey(scope, digest(f"key of {scope}"), frozenset({scope})))
    return found


async def ask(client: httpx.AsyncClient, path: str, secret: str) -> httpx.Response:
    """The answer of a path to a key."""
    headers = {"Authorization": f"Bearer {secret}"}
    if path.startswith("/v1/") and path != "/v1/models":
        options = {"statements": ["A word."]} if path == "/v1/verify" else {}
        return await client.post(path, json={"text": "A word.", **options}, headers=headers)
    return await client.get(path, headers=headers)


def test_every_analysis_is_covered_here() -> None:
    assert {route.path for route in analysis.router.routes} <= set(PATHS)  # type: ignore[attr-defined]


@pytest.mark.parametrize("scope", SCOPES)
async def test_a_key_opens_what_its_scope_says_and_nothing_else(
    connect: Connect, path: Path, scope: Scope
) -> None:
    async with connect(keys_file=path, metrics_need_key=True) as client:
        for where, needed in PATHS.items():
            response = await ask(client, where, f"key of {scope}")
            if needed == scope:
                assert response.status_code == 200, where
                continue
            problem = response.json()
            assert (response.status_code, problem["type"]) == (403, URN + "forbidden"), where
            assert (problem["scope"], problem["scopes"]) == (needed, [scope])
            assert response.headers["content-type"] == "application/problem+json"


async def test_with_an_empty_file_nobody_comes_in(connect: Connect, tmp_path: Path) -> None:
    empty = tmp_path / "keys.toml"
    empty.touch()
    async with connect(keys_file=empty, metrics_need_key=True) as client:
        for where in PATHS:
            assert (await ask(client, where, "")).status_code == 401
            assert (await ask(client, where, "anything")).status_code == 401
        assert (await client.get("/readyz")).status_code == 200


async def test_an_expired_key_is_refused_and_one_that_will_expire_is_not(
    connect: Connect, tmp_path: Path
) -> None:
    path = tmp_path / "keys.toml"
    now = datetime.now(UTC)
    add(path, ApiKey("old", digest("old"), expires=now - timedelta(seconds=1)))
    add(path, ApiKey("new", digest("new"), expires=now + timedelta(hours=1)))
    async with connect(keys_file=path) as client:
        assert (await ask(client, "/v1/summary", "new")).status_code == 200
        late = await ask(client, "/v1/summary", "old")
        assert (late.status_code, late.json()["type"]) == (401, URN + "unauthorized")
        assert "expired" in late.json()["detail"]
        assert late.headers["www-authenticate"] == "Bearer"


async def test_keys_are_rotated_without_a_restart(
    connect: Connect, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keyring, "LOOK_SECONDS", 0.01)
    path = tmp_path / "keys.toml"
    add(path, ApiKey("news", digest("first")))

    async def until(client: httpx.AsyncClient, secret: str, status: int) -> None:
        for _ in range(6000):  # only a guard
            if (await ask(client, "/v1/models", secret)).status_code == status:
                return
            await asyncio.sleep(0.01)
        raise AssertionError(secret)

    async with connect(keys_file=path) as client:
        await until(client, "first", 200)
        assert (await ask(client, "/v1/models", "second")).status_code == 401
        first = path.read_text()
        add(path, ApiKey("news", digest("second")))
        await until(client, "second", 200)
        assert (await ask(client, "/v1/models", "first")).status_code == 200
        path.write_text(path.read_text().replace(first, ""))
        await until(client, "first", 401)
        assert (await ask(client, "/v1/models", "second")).status_code == 200


async def test_names_are_logged_and_counted_and_keys_never(
    connect: Connect, path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with connect(keys_file=path, log_level="debug") as client:
        await ask(client, "/v1/summary", "key of analyze")
        await ask(client, "/v1/summary", "key of models")
        await ask(client, "/v1/summary", "an unknown key")
        await ask(client, "/v1/summary", "")
        assert await metric(client, 'copydesk_key_requests_total{key="analyze",status="200"}') == 1
        assert await metric(client, 'copydesk_key_requests_total{key="models",status="403"}') == 1
        for reason, count in {"no_key": 1, "unknown_key": 1, "expired_key": 0, "scope": 1}.items():
            line = f'copydesk_denied_requests_total{{reason="{reason}"}}'
            assert await metric(client, line) == count
        shown = (await client.get("/metrics")).text
    captured = capsys.readouterr()
    said = captured.out + captured.err + shown
    assert '"key": "analyze"' in captured.err
    for secret in ("key of analyze", "key of models", "an unknown key"):
        assert secret not in said
        assert digest(secret).hex() not in said


async def test_a_caller_cannot_make_series(connect: Connect, path: Path) -> None:
    async with connect(keys_file=path) as client:
        before = (await client.get("/metrics")).text.count("copydesk_key_requests_total{")
        for number in range(50):
            await ask(client, "/v1/summary", f"guess {number}")
        after = (await client.get("/metrics")).text.count("copydesk_key_requests_total{")
    assert (before, after) == (0, 0)


async def test_each_key_has_its_own_quota(connect: Connect, tmp_path: Path) -> None:
    path = tmp_path / "keys.toml"
    add(path, ApiKey("small", digest("small"), quota=1))
    add(path, ApiKey("large", digest("large"), quota=100))
    add(path, ApiKey("any", digest("any")))
    async with connect(keys_file=path, quota_kib_per_minute=5) as client:
        found = {}
        for secret in ("small", "large", "any"):
            response = await ask(client, "/v1/summary", secret)
            found[secret] = response.headers["ratelimit-policy"].split(";")[1]
        assert found == {"small": "q=1024", "large": "q=102400", "any": "q=5120"}
        body = {"text": "A word. " * 100}
        statuses = {
            secret: [
                (
                    await client.post("/v1/summary", json=body, headers={"X-API-Key": secret})
                ).status_code
                for _ in range(2)
            ]
            for secret in ("small", "large")
        }
    assert statuses == {"small": [200, 429], "large": [200, 200]}


async def test_metrics_are_open_unless_they_need_a_key(connect: Connect, path: Path) -> None:
    async with connect(keys_file=path) as client:
        assert (await client.get("/metrics")).status_code == 200
    async with connect(keys_file=path, metrics_need_key=True) as client:
        assert (await client.get("/metrics")).status_code == 401


@pytest.mark.parametrize("lines", [True, False])
@pytest.mark.parametrize("silent", [True, False])
async def test_the_upload_of_a_job_ends_with_its_key(
    connect: Connect, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lines: bool, silent: bool
) -> None:
    monkeypatch.setattr(keyring, "LOOK_SECONDS", 0.02)
    path, store = tmp_path / "keys.toml", SqliteStore(tmp_path / "jobs.sqlite")
    add(path, ApiKey("news", digest("first")))
    add(path, ApiKey("news", digest("second")))
    second = path.read_text().split("\n\n")[1]
    sent = 0

    async def parts() -> AsyncIterator[bytes]:
        nonlocal sent
        yield b'{"text": "A word."}\n'
        path.write_text(second)
        if silent:
            await asyncio.Event().wait()
        while sent < 6000:  # only a guard
            sent += 1
            yield b'{"text": "A word."}\n' if lines else b" " * 10
            await asyncio.sleep(0.01)

    kind = "application/x-ndjson" if lines else "application/json"
    async with connect(store=store, keys_file=path) as client:
        headers = {"X-API-Key": "first", "Content-Type": kind}
        body = {"documents": [{"text": "A word."}]}
        whole = await client.post("/v1/jobs", json=body, headers={"X-API-Key": "first"})
        assert whole.status_code == 202
        late = await client.post("/v1/jobs", content=parts(), headers=headers)
        assert (late.status_code, late.json()["type"]) == (401, URN + "unauthorized")
        assert "taken back" in late.json()["detail"]
        assert sent < 5000
        # What was posted before goes on, and belongs to the name; of the other nothing is left.
        listed = await client.get("/v1/jobs", headers={"X-API-Key": "second"})
        assert [job["id"] for job in listed.json()["jobs"]] == [whole.json()["id"]]
        line = 'copydesk_denied_requests_total{reason="unknown_key"}'
        assert await metric(client, line) == 1


async def test_results_are_no_longer_told_to_a_key_that_was_taken_back(
    connect: Connect, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keyring, "LOOK_SECONDS", 0.02)
    path, store = tmp_path / "keys.toml", SqliteStore(tmp_path / "jobs.sqlite")
    add(path, ApiKey("news", digest("first")))
    headers = {"X-API-Key": "first"}
    async with connect(store=store, keys_file=path, log_level="error") as client:
        body = {"documents": [{"text": "A word."}] * 30, "tasks": ["sentiment"]}
        job = (await client.post("/v1/jobs", json=body, headers=headers)).json()["id"]
        await ended(client, f"/v1/jobs/{job}", headers=headers)
        whole = await client.get(f"/v1/jobs/{job}/results", headers=headers)
        assert len(whole.text.splitlines()) == 30
        found = store.results

        async def slowly(*given: Any) -> Any:
            page = await found(*given)
            path.write_text("")
            await asyncio.sleep(0.5)
            return page

        monkeypatch.setattr(store, "results", slowly)
        cut = await client.get(f"/v1/jobs/{job}/results", headers=headers)
        assert cut.text == ""  # and a server closes the connection, for it is not whole
