"""HEAD works for every GET route, and `Allow` is correct."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from service.app import create_app
from service.inference.fake_engine import FakeEngine
from service.jobs.sqlite.store import SqliteStore
from tests.api.server import serving
from tests.conftest import Connect, settings
from tests.server.protocol.raw import connected, exchanged

# What differs from one answer to the next.
_OWN = {"date", "server-timing", "x-request-id"}
GETS = [
    "/livez", "/readyz", "/startupz", "/metrics", "/docs", "/docs/assets/swagger-ui.css",
    "/openapi.json", "/v1/models", "/v1/jobs", "/",
]  # fmt: skip


@pytest.fixture
async def client(connect: Connect, tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    """A client of a service that keeps jobs."""
    async with connect(store=SqliteStore(tmp_path / "jobs.sqlite")) as client:
        yield client


async def same(client: httpx.AsyncClient, path: str) -> int:
    """The status, once it is sure that HEAD says what GET does."""
    get, head = await client.get(path), await client.head(path)
    assert (head.status_code, head.content) == (get.status_code, b"")
    own = {name: value for name, value in head.headers.items() if name not in _OWN}
    expected = {name: value for name, value in get.headers.items() if name not in _OWN}
    if path == "/metrics":  # it counts itself, and so may be longer by a digit
        assert int(own.pop("content-length")) > 1000
        expected.pop("content-length")
    assert own == expected
    return get.status_code


@pytest.mark.parametrize("path", GETS)
async def test_head_says_what_get_does_without_a_body(client: httpx.AsyncClient, path: str) -> None:
    assert await same(client, path) in (200, 307)


async def test_so_it_is_for_jobs_and_for_what_is_not_there(client: httpx.AsyncClient) -> None:
    job = (await client.post("/v1/jobs", json={"documents": [{"text": "Good."}]})).json()["id"]
    assert await same(client, "/v1/none") == 404
    assert await same(client, "/v1/jobs/none") == 404
    assert (await client.head(f"/v1/jobs/{job}")).status_code == 200
    answer = await client.head(f"/v1/jobs/{job}/results")
    assert (answer.status_code in (200, 409), answer.content) == (True, b"")


async def test_head_is_counted_and_logged_as_head(
    client: httpx.AsyncClient, capsys: pytest.CaptureFixture[str]
) -> None:
    await client.head("/v1/models")
    text = (await client.get("/metrics")).text
    assert 'copydesk_requests_total{method="HEAD",route="/v1/models",status="200"} 1.0' in text
    assert '"method": "HEAD"' in capsys.readouterr().err


def test_on_the_wire_no_body_follows() -> None:
    with serving(create_app(settings(log_level="error"), FakeEngine())) as port:
        for path in (b"/livez", b"/v1/models", b"/v1/none", b"/v1/sentiment"):
            sent = b"HEAD " + path + b" HTTP/1.1\r\nHost: a\r\n\r\n"
            answers, goes_on = exchanged(port, sent, head=True)
            assert (len(answers), goes_on) == (1, True)
            assert int(answers[0].headers["content-length"]) > 0
        with connected(port) as line:  # nor one of what the server refuses by itself
            line.sendall(b"HEAD /livez HTTP/1.1\r\n\r\n")
            said = b""
            while part := line.recv(65536):
                said += part
        assert said.startswith(b"HTTP/1.1 400 ")
        assert said.endswith(b"\r\n\r\n")


ALLOWED = {
    "/livez": "GET, HEAD", "/readyz": "GET, HEAD", "/startupz": "GET, HEAD", "/": "GET, HEAD",
    "/metrics": "GET, HEAD", "/v1/models": "GET, HEAD", "/docs": "GET, HEAD",
    "/openapi.json": "GET, HEAD", "/docs/assets/swagger-ui.css": "GET, HEAD",
    "/v1/jobs": "GET, HEAD, POST", "/v1/jobs/a": "DELETE, GET, HEAD",
    "/v1/jobs/a/results": "GET, HEAD", "/v1/analyze": "POST", "/v1/summary": "POST",
    "/v1/stance": "POST", "/v1/sentiment": "POST",
}  # fmt: skip


@pytest.mark.parametrize("path", ALLOWED)
async def test_allow_names_what_is_possible(client: httpx.AsyncClient, path: str) -> None:
    allowed = ALLOWED[path].split(", ")
    for method in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"):
        answer = await client.request(method, path)
        if method in allowed:
            assert answer.status_code != 405
            continue
        assert (answer.status_code, answer.headers["allow"]) == (405, ALLOWED[path])
        if method != "HEAD":
            assert answer.json()["detail"] == f"{method} is not possible at {path}."
