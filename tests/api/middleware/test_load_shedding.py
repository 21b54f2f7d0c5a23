"""Load shedding: refusals are early, cheap and counted, and end together with the overload."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest
from starlette.types import ASGIApp, Message

from service.app import create_app
from service.inference.fake_engine import FakeEngine
from tests.api.bare import post
from tests.api.routes.test_system import metric
from tests.api.slow import SlowEngine
from tests.conftest import Connect, running, settings

URN = "urn:copydesk:problem:"


@pytest.fixture
async def app(engine: FakeEngine) -> AsyncIterator[ASGIApp]:
    """The app as a server calls it."""
    async with running(create_app(settings(), engine)) as asgi:
        yield asgi


async def unread() -> Message:
    """A body that nobody may ask for."""
    raise AssertionError("the body was read")


async def test_overload_is_told_before_the_body_is_read(app: ASGIApp, engine: FakeEngine) -> None:
    engine.backlog = 230_000  # 23 s
    status, headers, problem = await post(
        app, unread, (b"content-length", b"900"), (b"x-request-id", b"id-7")
    )
    assert (status, problem["type"]) == (503, URN + "overloaded")
    assert headers[b"retry-after"] == b"23"  # until 0.4 s of it are left
    assert headers[b"x-request-id"] == b"id-7"
    assert problem["instance"] == "urn:copydesk:request:id-7"
    assert headers[b"cache-control"] == b"no-store"
    assert headers[b"x-content-type-options"] == b"nosniff"
    assert b"connection" not in headers


async def test_who_waits_to_be_told_to_send_is_cut_off(app: ASGIApp, engine: FakeEngine) -> None:
    engine.backlog = 230_000
    expect = (b"expect", b"100-continue")
    _, headers, _ = await post(app, unread, (b"content-length", b"900"), expect)
    assert headers[b"connection"] == b"close"


async def test_what_is_no_work_passes(connect: Connect, engine: FakeEngine) -> None:
    engine.backlog = 10**9
    async with connect(engine) as client:
        for path in ("/livez", "/readyz", "/startupz", "/metrics", "/v1/models", "/docs"):
            assert (await client.get(path)).status_code == 200
        assert (await client.get("/v1/sentiment")).status_code == 405
        assert (await client.post("/v1/sentiment", json={"text": "A."})).status_code == 503
        engine.backlog = 0
        assert (await client.post("/v1/sentiment", json={"text": "A."})).status_code == 200


async def test_each_refusal_is_counted_once(connect: Connect, engine: FakeEngine) -> None:
    async with connect(engine, max_queue_seconds=10, strained_queue_seconds=10) as client:
        engine.backlog = 230_000
        for _ in range(5):
            await client.post("/v1/stance", json={"text": "A word."})
        engine.backlog = 50_000
        for _ in range(3):
            headers = {"X-Request-Timeout": "2"}
            await client.post("/v1/stance", json={"text": "A word."}, headers=headers)
        engine.backlog = 0
        await client.post("/v1/stance", json={"text": "A word."})
        line = 'copydesk_requests_total{method="POST",route="/v1/stance",status="%s"}'
        assert await metric(client, line % 503) == 8
        assert await metric(client, line % 200) == 1
        assert await metric(client, 'copydesk_request_seconds_count{route="/v1/stance"}') == 9
        reasons = {"queue": 5, "deadline": 3, "quota": 0, "not_ready": 0, "slow_body": 0}
        for reason, count in reasons.items():
            found = await metric(client, f'copydesk_rejected_requests_total{{reason="{reason}"}}')
            assert found == count


async def test_thousands_of_refusals_write_few_lines(
    connect: Connect, engine: FakeEngine, capsys: pytest.CaptureFixture[str]
) -> None:
    engine.backlog = 10**7
    async with connect(engine) as client:
        for _ in range(50):
            await client.post("/v1/stance", json={"text": "A secret word."})
    lines = [line for line in capsys.readouterr().err.splitlines() if '"refused"' in line]
    assert 1 <= len(lines) < 50
    assert "secret" not in "".join(lines)


async def test_a_storm_of_deadlines_is_refused_or_expires_and_none_hangs(
    connect: Connect,
) -> None:
    engine = SlowEngine(tokens_per_second=2000)
    text = " ".join(["The ferry failed again."] * 20)  # 120 tokens: 60 ms
    async with connect(engine, max_queue_seconds=2) as client:

        async def one(i: int) -> httpx.Response:
            await asyncio.sleep(0.002 * i)
            limit = {"X-Request-Timeout": f"{0.1 + 0.02 * (i % 10):.2f}"}
            return await client.post("/v1/sentiment", json={"text": text}, headers=limit)

        found = await asyncio.wait_for(asyncio.gather(*(one(i) for i in range(150))), 60)
        statuses = [response.status_code for response in found]
        assert set(statuses) <= {200, 503, 504}
        assert statuses.count(503) + statuses.count(504) >= 75
        assert all(int(r.headers["retry-after"]) >= 1 for r in found if r.status_code == 503)
        assert all("total" in r.json()["spent"] for r in found if r.status_code == 504)
        assert engine.backlog == 0
        assert (await client.post("/v1/sentiment", json={"text": text})).status_code == 200
