"""Suggestions for unknown paths and fields, and redirects that do not trust the caller."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from service.api.errors.suggestions import did_you_mean, hint
from service.app import create_app
from service.inference.fake_engine import FakeEngine
from tests.api.server import serving
from tests.conftest import Connect, settings
from tests.server.protocol.raw import exchanged


@pytest.mark.parametrize(
    "path",
    [
        "/health", "/healthz", "/health/", "/Health", "/health/live", "/_health", "/api/health",
        "/actuator/health", "/healthcheck", "/health-check", "/ping", "/status", "/live", "/ready",
        "/liveness", "/readiness", "/v1/health",
    ],
)  # fmt: skip
async def test_who_asks_for_health_is_shown_the_probes(
    client: httpx.AsyncClient, path: str
) -> None:
    answer = await client.get(path)
    assert answer.status_code == 404
    assert "/livez" in answer.json()["detail"]
    assert "/readyz" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("path", "meant"),
    [
        ("/v1/sentiment/", "/v1/sentiment"),
        ("/v1/sentiments", "/v1/sentiment"),
        ("/V1/Summary", "/v1/summary"),
        ("/v2/analyze", "/v1/analyze"),
        ("/analyze", "/v1/analyze"),
        ("/v1/analyse", "/v1/analyze"),
        ("/v1/model", "/v1/models"),
        ("/v1/job", "/v1/jobs"),
        ("/v1/jobs/", "/v1/jobs"),
        ("/v1/jobs/f00d/result", "/v1/jobs/f00d/results"),
        ("/metric", "/metrics"),
        ("/livez/", "/livez"),
        ("/api/v1/sentiment", "/v1/sentiment"),
    ],
)
async def test_near_a_path_there_is_a_question(
    client: httpx.AsyncClient, path: str, meant: str
) -> None:
    for method in ("GET", "POST"):
        answer = await client.request(method, path)
        assert answer.status_code == 404
        assert answer.json()["detail"].endswith(f"Did you mean {meant}?")


@pytest.mark.parametrize("path", ["/favicon.ico", "/wp-login.php", "/a" * 1000, "/%7B", "/{job}"])
async def test_far_from_all_there_is_none(client: httpx.AsyncClient, path: str) -> None:
    answer = await client.get(path)
    assert answer.status_code == 404
    assert answer.json()["detail"].endswith(".")


@pytest.mark.parametrize("path", ["/redoc", "/swagger", "/api-docs", "/openapi.yaml"])
async def test_the_documentation_is_found(client: httpx.AsyncClient, path: str) -> None:
    assert (await client.get(path)).json()["detail"].endswith(" at /docs and /openapi.json.")


FIELDS: list[tuple[str, dict[str, Any], dict[str, str]]] = [
    ("/v1/stance", {"text": "A.", "target": ["b"]}, {"/target": "targets"}),
    ("/v1/stance", {"text": "A.", "Targets": ["b"]}, {"/Targets": "targets"}),
    ("/v1/sentiment", {"text": "A.", "offsetUnit": "utf8"}, {"/offsetUnit": "offset_unit"}),
    ("/v1/sentiment", {"text": "A.", "lang": "en", "languages": "en"}, {"/languages": "language"}),
    ("/v1/sentiment", {"texts": "A."}, {"/texts": "text"}),
    ("/v1/sentiment", {"document": [{"text": "A."}]}, {"/document": "documents"}),
    ("/v1/sentiment", {"documents": [{"text": "A."}], "profiles": 1}, {"/profiles": "profile"}),
    ("/v1/analyze", {"text": "A.", "summary": {"sentence": 2}}, {"/summary/sentence": "sentences"}),
    ("/v1/analyze", {"text": "A.", "task": ["stance"]}, {"/task": "tasks"}),
    ("/v1/stance", {"text": "A.", "targets": [{"txt": "b"}]}, {"/targets/0/txt": "text"}),
    ("/v1/jobs", {"documents": [{"text": "A."}], "includes": []}, {"/includes": "include"}),
]


@pytest.mark.parametrize(("path", "body", "meant"), FIELDS)
async def test_near_a_field_there_is_a_question(
    connect: Connect, tmp_path: Any, path: str, body: dict[str, Any], meant: dict[str, str]
) -> None:
    from service.jobs.sqlite.store import SqliteStore

    async with connect(store=SqliteStore(tmp_path / "jobs.sqlite")) as client:
        answer = await client.post(path, json=body)
    assert answer.status_code == 422
    told = {e["pointer"]: e["detail"] for e in answer.json()["errors"]}
    for pointer, name in meant.items():
        assert told[pointer] == f"There is no such field here. Did you mean `{name}`?"


async def test_near_a_parameter_there_is_a_question(connect: Connect, tmp_path: Any) -> None:
    from service.jobs.sqlite.store import SqliteStore

    async with connect(store=SqliteStore(tmp_path / "jobs.sqlite")) as client:
        answer = await client.get("/v1/jobs?stat=done")
    assert answer.status_code == 400
    assert answer.json()["detail"] == "There is no parameter 'stat' here. Did you mean `state`?"


async def test_a_document_of_a_batch_is_told_too(client: httpx.AsyncClient) -> None:
    body = {"documents": [{"text": "A."}, {"text": "A.", "titel": "B"}]}
    answer = await client.post("/v1/sentiment", json=body)
    (error,) = answer.json()["errors"]
    (field,) = error["errors"]
    assert field["pointer"] == "/documents/1/titel"
    assert field["detail"].endswith("Did you mean `title`?")


@pytest.mark.parametrize("name", ["zzz", "", "x" * 5000, "\ud800", "colour"])
def test_far_from_all_fields_there_is_none(name: str) -> None:
    assert did_you_mean(name, ["text", "html", "targets"]) == ""


def test_long_paths_are_not_compared() -> None:
    assert hint("/v1/sentiment" + "/" * 60, ("/v1/sentiment",)) == ""


@pytest.mark.parametrize(
    "path", [b"/v1/sentiment/", b"/livez/", b"/", b"/docs/", b"//evil.example"]
)
def test_no_redirect_goes_where_the_caller_says(path: bytes) -> None:
    with serving(create_app(settings(log_level="error"), FakeEngine())) as port:
        for method in (b"GET", b"POST"):
            sent = method + b" " + path + b" HTTP/1.1\r\nHost: evil.example\r\n\r\n"
            answers, _ = exchanged(port, sent)
            assert answers[0].headers.get("location", "/docs") == "/docs"
