"""Quotas as callers see them: every body counts while it is read, however it is posted."""

from __future__ import annotations

import asyncio
import json
import socket
import time
from collections import Counter
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pydantic import ValidationError
from starlette.types import Message, Receive, Scope, Send

from service.api.errors.problems import QuotaExceeded
from service.api.middleware.quota import QuotaMiddleware
from service.api.quota import Quota
from service.app import create_app
from service.inference.fake_engine import FakeEngine
from service.inference.protocol import EngineOverloaded
from service.jobs.sqlite.store import SqliteStore
from service.keys.key import ApiKey, digest
from service.keys.key_file import add
from service.keys.keyring import Keyring
from service.lifecycle.shutdown import Shutdown
from service.rate_limit.bucket import Allowance
from service.rate_limit.counters import LocalCounters
from service.rate_limit.limiter import Limiter
from tests.admission.test_controller import Clock
from tests.api.routes.test_system import metric
from tests.api.server import serving
from tests.conftest import Connect, running, settings

URN = "urn:copydesk:problem:"
LINES = "application/x-ndjson"


def quota(*keys: ApiKey, kib: float | None = None, clock: Clock | None = None) -> Quota:
    """The quota of these keys, in this process alone."""
    counters = LocalCounters(clock) if clock else LocalCounters()
    return Quota(Limiter(counters), Keyring(keys), kib)


def test_a_key_s_own_quota_goes_before_that_of_all() -> None:
    own, other, again = ApiKey("a", b"1", quota=7), ApiKey("b", b"2"), ApiKey("b", b"3")
    both = quota(own, other, again, kib=60)
    assert both.allowance(own) == Allowance("a", 7)
    assert both.allowance(other) == Allowance("b", 60)
    assert both.allowance(again) == both.allowance(other)  # both keys of a name share one
    assert quota(other).allowance(other) is None


def test_what_the_entry_of_a_key_says_now_counts() -> None:
    before, now = ApiKey("a", b"1", quota=7), ApiKey("a", b"1", quota=8)
    assert quota(now).allowance(before) == Allowance("a", 8)
    assert quota().allowance(before) == Allowance("a", 7)  # it was taken back meanwhile


def test_a_quota_without_keys_is_a_mistake() -> None:
    with pytest.raises(ValidationError, match="QUOTA_KIB_PER_MINUTE needs COPYDESK_KEYS_FILE"):
        settings(quota_kib_per_minute=5)


def document(size: int) -> bytes:
    """A body of so many bytes."""
    head, tail = b'{"text": "A word. ', b'"}'
    return head + b"a" * (size - len(head) - len(tail)) + tail


async def post(
    client: httpx.AsyncClient, size: int, key: str = "first", *, chunked: bool = False
) -> httpx.Response:
    """A summary of a body of so many bytes."""

    async def parts() -> AsyncIterator[bytes]:
        yield document(size)

    headers = {"X-API-Key": key, "Content-Type": "application/json"}
    content = parts() if chunked else document(size)
    return await client.post("/v1/summary", content=content, headers=headers)


async def test_a_key_that_posts_too_much_is_told_when_to_come_back(connect: Connect) -> None:
    async with connect(api_keys="first,second", quota_kib_per_minute=2) as client:
        first = await post(client, 1024)
        assert first.status_code == 200
        assert first.headers["ratelimit-policy"] == '"key";q=2048;qu="content-bytes";w=60'
        assert first.headers["ratelimit"].startswith('"key";r=10')
        assert (await post(client, 1000)).status_code == 200
        late = await post(client, 1024)
        assert (late.status_code, late.json()["type"]) == (429, URN + "quota-exceeded")
        assert 25 <= int(late.headers["retry-after"]) <= 30
        assert late.headers["ratelimit"].startswith('"key";r=')
        assert (await post(client, 1024, "second")).status_code == 200
        assert (await post(client, 10, "third")).status_code == 401
        assert await metric(client, 'copydesk_rejected_requests_total{reason="quota"}') == 1


async def test_a_body_of_unknown_length_is_charged_as_it_is_read(connect: Connect) -> None:
    async with connect(api_keys="first", quota_kib_per_minute=2) as client:
        assert (await post(client, 1100, chunked=True)).status_code == 200
        late = await post(client, 1100, chunked=True)
        assert (late.status_code, late.json()["type"]) == (429, URN + "quota-exceeded")
        assert int(late.headers["retry-after"]) in (59, 60)  # the most that any wait can give
        assert (await post(client, 10)).status_code == 429  # what was read of it counts
        assert await metric(client, 'copydesk_rejected_requests_total{reason="quota"}') == 2


async def test_no_wait_helps_a_body_of_more_than_the_whole_quota(connect: Connect) -> None:
    async with connect(api_keys="first", quota_kib_per_minute=2) as client:
        large = await post(client, 2049)
        assert large.status_code == 429
        assert "post it in parts" in large.json()["detail"]
        assert "retry-after" not in large.headers
        assert (await post(client, 2048)).status_code == 200  # and it has cost nothing


async def test_a_refused_body_is_not_read(connect: Connect) -> None:
    read = []

    async def parts() -> AsyncIterator[bytes]:
        for _ in range(100):
            read.append(1)
            yield b" " * 1000

    async with connect(api_keys="first", quota_kib_per_minute=2) as client:
        headers = {"X-API-Key": "first", "Content-Type": "application/json"}
        for before in (3, 0):  # the third is more than there is; then there is nothing left
            late = await client.post("/v1/analyze", content=parts(), headers=headers)
            assert (late.status_code, len(read)) == (429, before)
            read.clear()


@pytest.mark.parametrize("kind", [LINES, "application/json"])
@pytest.mark.parametrize("chunked", [False, True])
async def test_a_job_counts_like_any_other_body(
    connect: Connect, tmp_path: Path, kind: str, chunked: bool
) -> None:
    document = {"text": "A word. " * 100}
    whole = (
        json.dumps(document).encode() + b"\n" if kind == LINES
        else json.dumps({"documents": [document]}).encode()
    )  # fmt: skip
    store = SqliteStore(tmp_path / "jobs.sqlite")
    headers = {"X-API-Key": "first", "Content-Type": kind}

    async def parts(body: bytes) -> AsyncIterator[bytes]:
        for begin in range(0, len(body), 300):
            yield body[begin : begin + 300]

    async def job(key: str, body: bytes = whole) -> httpx.Response:
        content: Any = parts(body) if chunked else body
        return await client.post(
            "/v1/jobs", content=content, headers=headers | {"Idempotency-Key": key}
        )

    async with connect(store=store, api_keys="first", quota_kib_per_minute=2) as client:
        first = await job("a")
        assert first.status_code == 202
        assert first.headers["ratelimit"].startswith('"key";r=1')
        again = await job("a")  # it makes no second job, and was read all the same
        assert (again.status_code, again.json()["id"]) == (202, first.json()["id"])
        for key in ("a", "b", "c"):
            late = await job(key)
            assert (late.status_code, late.json()["type"]) == (429, URN + "quota-exceeded")
            assert 1 <= int(late.headers["retry-after"]) <= 60
        assert await metric(client, 'copydesk_rejected_requests_total{reason="quota"}') == 3
        listed = await client.get("/v1/jobs", headers={"X-API-Key": "first"})
        assert [found["id"] for found in listed.json()["jobs"]] == [first.json()["id"]]


async def test_what_fails_for_our_sake_costs_nothing(connect: Connect) -> None:
    engine = FakeEngine(fail_on="A word", error=EngineOverloaded(1.0))
    async with connect(engine, api_keys="first", quota_kib_per_minute=2) as client:
        for _ in range(5):
            headers = {"X-API-Key": "first", "Content-Type": "application/json"}
            response = await client.post("/v1/sentiment", content=document(1500), headers=headers)
            assert response.status_code == 503
            assert response.headers["ratelimit"] == '"key";r=2048;t=0'
            await asyncio.sleep(0)


async def test_what_ends_with_the_service_costs_nothing() -> None:
    class Slow(FakeEngine):
        async def classify(self, *given: Any, **more: Any) -> Any:
            shutdown.begun = shutdown.expired = True
            task.cancel()
            await asyncio.Event().wait()

    shutdown = Shutdown()
    app = create_app(settings(api_keys="a", quota_kib_per_minute=2), Slow(), shutdown=shutdown)
    async with running(app) as asgi:
        transport = httpx.ASGITransport(asgi)
        async with httpx.AsyncClient(transport=transport, base_url="http://t") as client:
            headers = {"X-API-Key": "a", "Content-Type": "application/json"}
            asked = client.post("/v1/sentiment", content=document(1500), headers=headers)
            task = asyncio.create_task(asked)
            answer = await task
    assert answer.status_code == 503
    assert answer.headers["ratelimit"] == '"key";r=2048;t=0'


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"X-Request-Timeout": "0.01"}, 504),  # a time limit that the caller may choose
        ({"Content-Type": "text/plain"}, 415),  # it was not read
        ({}, 200),
    ],
)
async def test_what_fails_for_the_caller_s_sake_costs_what_was_read(
    connect: Connect, more: dict[str, str], status: int
) -> None:
    class Slow(FakeEngine):
        async def classify(self, *given: Any, **more: Any) -> Any:
            await asyncio.sleep(0.05)
            return await super().classify(*given, **more)

    headers = {"X-API-Key": "first", "Content-Type": "application/json"}
    async with connect(Slow(), api_keys="first", quota_kib_per_minute=2) as client:
        found = [
            (await client.post("/v1/sentiment", content=document(1500), headers=headers | more))
            for _ in range(2)
        ]
    assert found[0].status_code == status
    assert found[1].status_code == (415 if status == 415 else 429)


async def test_without_a_quota_nothing_is_said_of_one(connect: Connect) -> None:
    async with connect(api_keys="first") as client:
        response = await post(client, 5000)
    assert response.status_code == 200
    assert "ratelimit" not in response.headers


# What a caller does next: ever so long nothing, or one of its requests goes on by a chunk.
schedules = st.lists(
    st.tuples(st.integers(0, 5), st.integers(1, 3000), st.integers(0, 4000)), max_size=80
)


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 9000)), min_size=6, max_size=6), schedules)
@hypothesis_settings(deadline=None)
def test_whatever_the_schedule_no_more_is_let_through_than_the_quota(
    requests: list[tuple[bool, int]], schedule: list[tuple[int, int, int]]
) -> None:
    """Six requests at once, of declared length or not, whose chunks come in any order."""
    clock, key = Clock(), ApiKey("a", b"1", quota=6)
    state = {"quota": quota(key, clock=clock)}
    start, full, rate = clock.now, 6 * 1024, 6 * 1024 / 60
    let_through: list[tuple[float, int]] = []
    refused: list[int] = []
    dropped: list[int] = []  # bytes that were read of each refused request, for nothing

    async def request(number: int, chunks: asyncio.Queue[bytes]) -> None:
        declared, size = requests[number]
        left, given, taken = size, 0, 0

        async def receive() -> Message:
            nonlocal left, given
            chunk = await chunks.get()
            if declared:
                chunk = chunk[:left]
                left -= len(chunk)
            given += len(chunk)
            return {"type": "http.request", "body": chunk, "more_body": not declared or left > 0}

        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            nonlocal taken
            more = True
            while more:
                message = await receive()
                more = message["more_body"]
                taken += len(message["body"])
                let_through.append((clock.now, len(message["body"])))

        async def send(message: Message) -> None: ...

        lengths = [(b"content-length", b"%d" % size)] if declared else []
        headers = lengths or [(b"transfer-encoding", b"chunked")]
        scope = {"type": "http", "headers": headers, "key": key, "state": state}
        try:
            await QuotaMiddleware(app)(scope, receive, send)
        except QuotaExceeded:
            refused.append(number)
            dropped.append(given - taken)

    async def run() -> None:
        queues = [asyncio.Queue[bytes]() for _ in requests]
        tasks = [asyncio.create_task(request(n, q)) for n, q in enumerate(queues)]
        await asyncio.sleep(0)
        for number, size, pause in schedule:
            clock.now += pause / 1000
            queues[number].put_nowait(b"x" * size)
            for _ in range(5):
                await asyncio.sleep(0)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    asyncio.run(run())
    total = 0
    for now, size in let_through:
        total += size
        assert total <= full + (now - start) * rate + 1
    assert all(rest <= 3000 for rest in dropped)  # one chunk
    wanted = sum(size if declared else 1 for declared, size in requests)
    if wanted + sum(size for _, size, _ in schedule) <= full:
        assert refused == []


def test_bodies_of_undeclared_length_that_are_let_in_at_once_do_not_pass_it(
    tmp_path: Path,
) -> None:
    """Over real connections: thirty heads, and their bodies once all have been let in."""
    add(tmp_path / "keys.toml", ApiKey("a", digest("secret"), quota=10))
    app = create_app(settings(keys_file=tmp_path / "keys.toml", log_level="error"), FakeEngine())
    large, small = document(96 * 1024), document(900)

    def ask(port: int, body: bytes) -> bytes:
        with socket.create_connection(("127.0.0.1", port), 60) as connection:
            connection.sendall(
                b"POST /v1/sentiment HTTP/1.1\r\nHost: t\r\nConnection: close\r\n"
                b"X-API-Key: secret\r\nContent-Type: application/json\r\n"
                b"Transfer-Encoding: chunked\r\n\r\n"
            )
            time.sleep(0.5)
            connection.sendall(b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body))
            return connection.makefile("rb").readline().split()[1]

    with serving(app) as port, ThreadPoolExecutor(30) as pool:
        found = Counter(pool.map(lambda body: ask(port, body), [small] * 30))
        assert 1 <= found[b"200"] <= 11  # of 900 bytes each: what 10 KiB cover
        assert found[b"429"] == 30 - found[b"200"]
        found = Counter(pool.map(lambda body: ask(port, body), [large] * 30))
        assert found == {b"429": 30}
