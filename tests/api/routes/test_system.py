"""Probes, metrics, models, docs, and the headers of every answer."""

from __future__ import annotations

import asyncio
import re

import httpx
import pytest

from service.app import create_app
from service.inference.fake_engine import FakeEngine
from tests.conftest import Connect, running, settings

URN = "urn:copydesk:problem:"


@pytest.mark.parametrize("path", ["/livez", "/readyz", "/startupz"])
async def test_probes_say_ok(client: httpx.AsyncClient, path: str) -> None:
    response = await client.get(path)
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


class Loading(FakeEngine):
    """Loads until told to go on, or fails."""

    def __init__(self) -> None:
        super().__init__()
        self._ready = False
        self.loaded = asyncio.Event()
        self.broken: Exception | None = None
        self.stopped = False

    async def start(self) -> None:
        await self.loaded.wait()
        if self.broken is not None:
            raise self.broken
        await super().start()

    async def stop(self) -> None:
        self.stopped = True
        await super().stop()


async def statuses(client: httpx.AsyncClient) -> list[int]:
    """What the three probes say."""
    paths = ("/livez", "/startupz", "/readyz")
    return [(await client.get(path)).status_code for path in paths]


async def until(client: httpx.AsyncClient, wanted: list[int]) -> None:
    """Wait for the probes to say so."""
    for _ in range(1000):
        if await statuses(client) == wanted:
            return
        await asyncio.sleep(0.01)
    raise AssertionError(await statuses(client))


def connected(asgi: object) -> httpx.AsyncClient:
    """A client of an app that runs already."""
    return httpx.AsyncClient(transport=httpx.ASGITransport(asgi), base_url="http://test")  # type: ignore[arg-type]


async def test_probes_follow_a_start_in_the_background() -> None:
    engine = Loading()
    app = create_app(settings(), engine, start_in_background=True)
    async with running(app) as asgi, connected(asgi) as client:
        assert await statuses(client) == [200, 503, 503]
        problem = (await client.get("/readyz")).json()
        assert problem["type"] == URN + "not-ready"
        refused = 'copydesk_rejected_requests_total{reason="not_ready"}'
        assert await metric(client, refused) == 0
        engine.loaded.set()
        await until(client, [200, 200, 200])
        await engine.stop()
        assert await statuses(client) == [200, 200, 503]


async def test_a_failed_start_in_the_background_ends_liveness() -> None:
    engine = Loading()
    engine.broken = RuntimeError("no weights")
    app = create_app(settings(), engine, start_in_background=True)
    async with running(app) as asgi, connected(asgi) as client:
        engine.loaded.set()
        await until(client, [503, 503, 503])
        assert "weights" not in (await client.get("/livez")).text


async def test_a_failed_start_in_the_foreground_raises_and_stops_the_engine() -> None:
    engine = Loading()
    engine.broken = RuntimeError("no weights")
    engine.loaded.set()
    with pytest.raises(RuntimeError, match="no weights"):
        async with running(create_app(settings(), engine)):
            pass
    assert engine.stopped


async def test_models_are_listed(client: httpx.AsyncClient, engine: FakeEngine) -> None:
    models = (await client.get("/v1/models")).json()["models"]
    assert [m["task"] for m in models] == [info.task for info in engine.models]
    assert {"sentiment", "stance", "embedding", "summary"} <= {m["task"] for m in models}
    assert models[1]["labels"] == ["against", "neutral", "favor"]


async def test_the_docs_page_asks_no_one_else(client: httpx.AsyncClient) -> None:
    page = await client.get("/docs")
    assert page.status_code == 200
    assert not re.findall(r"https?:|//[a-z]", page.text)
    assets = re.findall(r'(?:href|src)="([^"]+)"', page.text)
    assert len(assets) == 3
    for asset in assets:
        assert (await client.get(asset)).status_code == 200
    assert (await client.get("/")).headers["location"] == "/docs"


async def test_unknown_paths_and_methods_are_problems(client: httpx.AsyncClient) -> None:
    nowhere = await client.get("/v2/summary")
    assert (nowhere.status_code, nowhere.json()["type"]) == (404, URN + "not-found")
    asset = await client.get("/docs/assets/nothing.js")
    assert (asset.status_code, asset.json()["type"]) == (404, URN + "not-found")
    wrong = await client.get("/v1/summary")
    assert (wrong.status_code, wrong.json()["type"]) == (405, URN + "method-not-allowed")
    assert wrong.headers["allow"] == "POST"


@pytest.mark.parametrize("path", ["/livez", "/v2", "/metrics", "/v1/models", "/v1/summary"])
async def test_every_answer_carries_the_headers(client: httpx.AsyncClient, path: str) -> None:
    headers = (await client.get(path)).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert headers["cache-control"] == "no-store"
    assert re.fullmatch(r"total;dur=\d+\.\d", headers["server-timing"])
    assert re.fullmatch(r"[0-9a-f]{32}", headers["x-request-id"])


@pytest.mark.parametrize("name", ["summary", "stance", "sentiment", "analyze"])
async def test_no_analysis_is_kept_by_anybody(
    client: httpx.AsyncClient, name: str, article: str
) -> None:
    for body in ({"text": article}, {"documents": [{"text": article}]}, {"text": ""}):
        response = await client.post(f"/v1/{name}", json=body)
        assert response.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("given", ["a", "~" * 128, 'trace/1;x="y"'])
async def test_a_sane_request_id_comes_back(client: httpx.AsyncClient, given: str) -> None:
    response = await client.get("/v2", headers={"X-Request-ID": given})
    assert response.headers["x-request-id"] == given


@pytest.mark.parametrize("given", ["", "a b", "~" * 129, "caf\u00e9", "a\tb"])
async def test_another_request_id_is_replaced(client: httpx.AsyncClient, given: str) -> None:
    response = await client.get("/v2", headers={b"X-Request-ID": given.encode()})
    found = response.headers["x-request-id"]
    assert re.fullmatch(r"[0-9a-f]{32}", found)
    assert response.json()["instance"] == f"urn:copydesk:request:{found}"


async def metric(client: httpx.AsyncClient, line: str) -> float | None:
    """The value of a series, None when there is none."""
    text = (await client.get("/metrics")).text
    found = re.search(rf"^{re.escape(line)} (\S+)$", text, re.M)
    return float(found[1]) if found else None


async def test_each_request_is_counted_once_by_route(
    client: httpx.AsyncClient, article: str
) -> None:
    ok = 'copydesk_requests_total{method="POST",route="/v1/stance",status="200"}'
    assert await metric(client, ok) == 0
    for _ in range(3):
        await client.post("/v1/stance", json={"text": article, "targets": ["gun control"]})
    await client.post("/v1/stance", json={"text": ""})
    for path in ("/v3", "/v4/x"):
        await client.request("BREW", path)
    assert await metric(client, ok) == 3
    bad = 'copydesk_requests_total{method="POST",route="/v1/stance",status="422"}'
    assert await metric(client, bad) == 1
    other = 'copydesk_requests_total{method="other",route="other",status="404"}'
    assert await metric(client, other) == 2
    assert await metric(client, 'copydesk_request_seconds_count{route="/v1/stance"}') == 4
    done = 'copydesk_documents_total{operation="stance",outcome="ok"}'
    assert await metric(client, done) == 3
    assert await metric(client, 'copydesk_warnings_total{code="TargetNotFound"}') == 3
    assert await metric(client, 'copydesk_warnings_total{code="LowConfidence"}') == 0
    assert await metric(client, "copydesk_requests_in_flight") == 1  # the one that asks


async def test_documents_that_fail_are_counted_by_outcome(client: httpx.AsyncClient) -> None:
    documents = [{"text": "A word."}, {"text": ""}, {"html": "<p></p>"}]
    await client.post("/v1/summary", json={"documents": documents})
    for outcome in ("ok", "invalid-request", "no-article"):
        line = f'copydesk_documents_total{{operation="summary",outcome="{outcome}"}}'
        assert await metric(client, line) == 1


async def test_one_log_line_a_request_and_never_the_text(
    client: httpx.AsyncClient, capsys: pytest.CaptureFixture[str]
) -> None:
    headers = {"X-Request-ID": "id-7"}
    await client.post("/v1/summary", json={"text": "Zanzibar has a secret."}, headers=headers)
    await client.get("/livez")
    captured = capsys.readouterr()
    assert not captured.out
    lines = [line for line in captured.err.splitlines() if line]
    (line,) = lines
    assert "Zanzibar" not in line
    for part in ('"route": "/v1/summary"', '"status": 200', '"request_id": "id-7"', '"seconds":'):
        assert part in line


KEYS = "first,second-key"


@pytest.mark.parametrize(
    "headers",
    [
        {"Authorization": "Bearer first"},
        {"authorization": "bearer second-key"},
        {"X-API-Key": "second-key"},
    ],
)
async def test_either_header_with_any_key_opens(connect: Connect, headers: dict[str, str]) -> None:
    async with connect(api_keys=KEYS) as client:
        response = await client.post("/v1/summary", json={"text": "A word."}, headers=headers)
    assert response.status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Bearer"},
        {"Authorization": "Bearer wrong"},
        {"Authorization": "Basic first"},
        {"X-API-Key": "firs"},
        {"X-API-Key": ""},
        {"X-API-Key": "caf\u00e9".encode()},
    ],
)
async def test_without_a_key_the_door_stays_shut(connect: Connect, headers: dict[str, str]) -> None:
    async with connect(api_keys=KEYS) as client:
        for send in (client.post("/v1/summary", headers=headers),
                     client.get("/v1/models", headers=headers)):  # fmt: skip
            response = await send
            assert (response.status_code, response.json()["type"]) == (401, URN + "unauthorized")
            assert response.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize("path", ["/livez", "/readyz", "/metrics", "/docs", "/openapi.json"])
async def test_what_operators_need_is_open(connect: Connect, path: str) -> None:
    async with connect(api_keys=KEYS) as client:
        assert (await client.get(path)).status_code == 200


async def test_a_limit_of_the_operator_is_kept_and_documented(connect: Connect) -> None:
    async with connect(max_documents=2) as client:
        body = {"documents": [{"text": "A word."}] * 3}
        assert (await client.post("/v1/summary", json=body)).status_code == 422
        schemas = (await client.get("/openapi.json")).json()["components"]["schemas"]
    assert schemas["SummaryBatchRequest"]["properties"]["documents"]["maxItems"] == 2


async def test_a_wrong_path_or_key_is_told_before_a_body_too_large(connect: Connect) -> None:
    content = b"a" * 5000
    async with connect(max_body_bytes=1024, api_keys=KEYS) as client:
        assert (await client.post("/v2", content=content)).status_code == 404
        assert (await client.post("/v1/summary", content=content)).status_code == 401
        headers = {"X-API-Key": "first", "Content-Type": "application/json"}
        response = await client.post("/v1/summary", content=content, headers=headers)
    assert response.status_code == 413
