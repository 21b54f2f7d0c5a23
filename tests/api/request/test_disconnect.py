"""Callers who hang up, and bodies that never arrive."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import httpx
import pytest

from service.app import create_app
from service.inference.fake_engine import FakeEngine
from service.inference.protocol import Call, ClassScores, Embeddings
from tests.api.bare import JSON, Caller, post
from tests.api.routes.test_system import metric
from tests.conftest import ARTICLE, Connect, running, settings

URN = "urn:copydesk:problem:"


class Held(FakeEngine):
    """Holds every call until it is free."""

    def __init__(self) -> None:
        super().__init__()
        self.free = asyncio.Event()
        self.given_up = self.holding = 0

    async def classify(
        self, task: str, windows: Any, call: Call | None = None
    ) -> list[ClassScores]:
        self.holding += 1
        try:
            await self.free.wait()
        except asyncio.CancelledError:
            self.given_up += 1
            raise
        return await super().classify(task, windows, call)

    async def until(self, count: int) -> None:
        """Wait until so many calls are held."""
        for _ in range(5000):
            if self.holding >= count:
                return
            await asyncio.sleep(0.002)
        raise AssertionError(self.holding)


async def test_callers_who_hang_up_are_worked_for_no_longer() -> None:
    held = Held()
    # Bodies of no declared length are taken for 4 KiB each: nobody is to be refused for that.
    async with running(create_app(settings(max_queue_seconds=10), held)) as app:
        body = json.dumps({"text": "The ferry failed."}).encode()
        batch = json.dumps({"documents": [{"text": "The ferry failed."}] * 5}).encode()
        callers = [Caller(batch if i % 3 == 0 else body) for i in range(60)]
        tasks = [asyncio.create_task(post(app, caller.receive, JSON)) for caller in callers]
        await held.until(40 + 20 * 5)
        for caller in callers:
            caller.gone.set()
        found = await asyncio.wait_for(asyncio.gather(*tasks), 60)
        assert {status for status, _, _ in found} == {499}
        assert held.given_up == 140
        held.free.set()
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            assert (await client.post("/v1/sentiment", json={"text": "A."})).status_code == 200
            assert await metric(client, "copydesk_cancelled_requests_total") == 60
            line = 'copydesk_requests_total{method="POST",route="/v1/sentiment",status="499"}'
            assert await metric(client, line) == 60


async def test_shared_vectors_are_given_up_too() -> None:
    class HeldVectors(Held):
        async def embed(self, texts: Any, call: Call | None = None) -> Embeddings:
            await self.classify("sentiment", [], call)
            return await FakeEngine.embed(self, texts, call)

    held = HeldVectors()
    async with running(create_app(settings(), held)) as app:
        caller = Caller(json.dumps({"text": ARTICLE}).encode())
        task = asyncio.create_task(post(app, caller.receive, JSON, path="/v1/analyze"))
        await held.until(2)  # the vectors, and the sentences
        caller.gone.set()
        assert (await asyncio.wait_for(task, 60))[0] == 499
        await asyncio.sleep(0.01)
        assert held.given_up == held.holding


async def test_who_hangs_up_within_the_body_is_counted_and_no_failure(
    capsys: pytest.CaptureFixture[str],
) -> None:
    async with running(create_app(settings(), FakeEngine())) as app:
        caller = Caller(b'{"text": "', whole=False)
        caller.gone.set()
        assert (await post(app, caller.receive, JSON))[0] == 499
    assert '"status": 499' in capsys.readouterr().err


async def test_slow_bodies_are_given_up_and_harm_no_other(connect: Connect) -> None:
    async with running(create_app(settings(body_seconds=0.3), FakeEngine())) as app:
        slow = [Caller(b'{"text": "', b"a", b"b", whole=False) for _ in range(50)]
        size = (b"content-length", b"2000000")
        tasks = [asyncio.create_task(post(app, c.receive, JSON, size)) for c in slow]
        await asyncio.sleep(0.01)
        found = await asyncio.wait_for(asyncio.gather(*tasks), 60)
        refused = [f for f in found if f[0] == 503]  # 100 MB were announced
        late = [f for f in found if f[0] == 408]
        assert len(late) + len(refused) == 50
        assert late
        for _, headers, problem in late:
            assert problem["type"] == URN + "body-too-slow"
            assert headers[b"connection"] == b"close"
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            assert (await client.post("/v1/sentiment", json={"text": "A."})).status_code == 200
            line = 'copydesk_rejected_requests_total{reason="slow_body"}'
            assert await metric(client, line) == len(late)


async def test_the_time_of_the_body_counts_in_the_limit() -> None:
    async with running(create_app(settings(), FakeEngine())) as app:
        caller = Caller(b'{"text": "', whole=False)
        limit = (b"x-request-timeout", b"0.2")
        status, headers, problem = await asyncio.wait_for(
            post(app, caller.receive, JSON, limit), 60
        )
    assert (status, problem["type"]) == (504, URN + "deadline-exceeded")
    assert list(problem["spent"]) == ["body", "total"]
    assert problem["spent"]["body"] >= 0.2
    assert headers[b"connection"] == b"close"
