"""Answers from shared results equal computed ones, and have the caller's own ids."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from service.inference.fake_engine import FakeEngine
from tests.conftest import Connect
from tests.redis_server import RedisServer, needs_redis, redis_server
from tests.server.workers.conftest import free_port

pytestmark = needs_redis
PATHS = ("/v1/analyze", "/v1/stance", "/v1/sentiment", "/v1/summary")


@pytest.fixture
def server() -> Iterator[RedisServer]:
    with redis_server() as running:
        yield running


async def kept(client: httpx.AsyncClient) -> float:
    """Results that were looked for and then computed."""
    return await outcome(client, "computed")


SECRET = "a secret of the deployment, of 44 characters"
SHARED = {"results_timeout_ms": 5000, "results_secret": SECRET}


async def outcome(client: httpx.AsyncClient, name: str) -> float:
    metrics = (await client.get("/metrics")).text
    line = f'copydesk_shared_results_total{{outcome="{name}"}} '
    return float(metrics.partition(line)[2].split("\n")[0])


@pytest.mark.parametrize("path", PATHS)
async def test_an_answer_found_is_the_answer_computed(
    path: str, connect: Connect, server: RedisServer, article: str
) -> None:
    one, two = FakeEngine(), FakeEngine()
    given = {"text": article, "offset_unit": "utf16", "include": ["text", "layout"]}
    if path != "/v1/summary":
        given["targets"] = ["the harbour road"]
    shared = SHARED | {"results_redis_url": server.url}
    async with connect() as alone:
        truth = (await alone.post(path, json=given | {"id": "b"})).json()
    async with connect(one, **shared) as first:
        computed = await first.post(path, json=given | {"id": "a"})
    async with connect(two, **shared) as second:
        found = await second.post(path, json=given | {"id": "b"})
        assert await outcome(second, "hit") == 1
        ok = f'copydesk_documents_total{{operation="{path[4:]}",outcome="ok"}} 1.0'
        assert ok in (await second.get("/metrics")).text
    assert computed.json() | {"id": "b"} == found.json() == truth
    assert list(found.json()) == list(truth)
    assert not two.windows


async def test_documents_of_a_batch_keep_their_ids_and_places(
    connect: Connect, server: RedisServer
) -> None:
    shared = SHARED | {"results_redis_url": server.url}
    awkward = 'an “id” with "quotes" \\ and \t more'
    documents = [{"text": "The dam is good."}, {"text": "The port is bad.", "id": awkward}]
    async with connect(**shared) as client:
        await client.post("/v1/sentiment", json=documents[1])
        body = (await client.post("/v1/sentiment", json={"documents": documents})).json()
    async with connect() as alone:
        truth = (await alone.post("/v1/sentiment", json={"documents": documents})).json()
    assert body == truth
    assert [(d["index"], d["id"]) for d in body["documents"]] == [(0, None), (1, awkward)]


async def test_who_asks_what_it_took_is_not_given_anothers_result(
    connect: Connect, server: RedisServer
) -> None:
    shared = SHARED | {"results_redis_url": server.url}
    async with connect(**shared) as client:
        for _ in range(2):
            given = {"text": "The dam is good.", "include": ["usage"]}
            usage = (await client.post("/v1/sentiment", json=given)).json()["usage"]
            assert usage["windows"] > 0
        assert await kept(client) == 0


async def test_errors_are_not_shared(connect: Connect, server: RedisServer) -> None:
    shared = SHARED | {"results_redis_url": server.url}
    given = {"text": "Der Staudamm ist gebrochen und das Tal ist überflutet.", "language": "de"}
    async with connect(**shared) as client:
        for _ in range(2):
            answer = await client.post("/v1/sentiment", json=given | {"strict_language": True})
            assert answer.status_code == 422
        assert await kept(client) == 2
        assert await outcome(client, "hit") == 0


async def test_without_redis_all_is_as_before(connect: Connect) -> None:
    async with connect(
        results_redis_url=f"redis://127.0.0.1:{free_port()}", results_secret=SECRET
    ) as client:
        for _ in range(6):
            answer = await client.post("/v1/sentiment", json={"text": "The dam is good."})
            assert answer.status_code == 200
        assert (await outcome(client, "failed"), await outcome(client, "skipped")) == (3, 3)


async def test_a_large_batch_and_a_stream_share_and_hold_no_lock(
    connect: Connect, server: RedisServer
) -> None:
    shared = SHARED | {"results_redis_url": server.url, "document_concurrency": 2}
    documents = [{"text": f"The dam number {n} is good."} for n in range(3)]
    lines = "".join(f'{{"text": "The dam number {n} is good."}}\n' for n in range(3, 6))
    ndjson = {"Content-Type": "application/x-ndjson"}
    async with connect(**shared) as client:
        await client.post("/v1/analyze", json={"documents": documents})
        await client.post("/v1/analyze", content=lines, headers=ndjson)
        assert await kept(client) == 6
        for n in range(6):
            await client.post("/v1/analyze", json={"text": f"The dam number {n} is good."})
        assert await outcome(client, "hit") == 6
        assert await outcome(client, "waited") == 0
