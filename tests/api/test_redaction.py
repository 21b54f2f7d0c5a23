"""Posted content is never logged: a marker is sent through every endpoint and error path."""

from __future__ import annotations

import asyncio
import json
import logging
import re
import socket
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from starlette.types import ASGIApp

from service.app import create_app
from service.inference.fake_engine import FakeEngine
from service.inference.protocol import DeadlinePassed, EngineNotReady, EngineOverloaded
from tests.api.bare import JSON, Caller, post
from tests.api.server import serving
from tests.conftest import running, settings

MARKER = "Zanzibar"
LOGS = [
    (level, form) for level in ("debug", "info", "warning", "error") for form in ("json", "console")
]
BODY = 64 * 1024
ERRORS: list[Exception | None] = [
    None,
    RuntimeError(f"cannot read {MARKER}"),
    KeyError(MARKER),
    UnicodeEncodeError("ascii", MARKER, 0, 1, MARKER),
    EngineOverloaded(1.0),
    EngineNotReady(MARKER),
    DeadlinePassed({"queue": 1.0}),
]


def texts() -> Iterator[bytes]:
    """Bodies with the marker wherever one can be: good, bad and broken."""
    prose = f"{MARKER} praised the great plan of {MARKER}. “It is terrible,” said {MARKER}."
    page = f"<html><title>{MARKER}</title><p>{prose}</p><a href='//{MARKER}'>{MARKER}</a></html>"
    good: dict[str, Any] = {"text": prose, "title": MARKER, "id": MARKER}
    bodies: list[Any] = [
        good,
        good | {"targets": [MARKER, {"text": f"the {MARKER}", "id": MARKER}]},
        {"html": page},
        {"html": f"<{MARKER}" * 2000},
        {"documents": [good, {"text": MARKER * 20_000}, MARKER, good, {MARKER: MARKER}]},
        {"documents": MARKER},
        {"text": MARKER * 5000},
        {"text": prose, MARKER: MARKER},
        {"text": prose, "offset_unit": MARKER, "include": [MARKER], "profile": MARKER},
        {"text": prose, "language": MARKER, "targets": MARKER},
        {"text": prose, "language": "de", "strict_language": True},
        {"text": prose, "method": "abstractive"},
        {"text": f"{MARKER} \ud800"},
        [MARKER],
        MARKER,
    ]
    yield from (json.dumps(body).encode() for body in bodies)
    yield f'{{"text": "{MARKER}'.encode()
    yield f'{{"{MARKER}": 1, "{MARKER}": 2}}'.encode()
    yield f'{{"text": "{MARKER}'.encode() + b'\xff"}'
    yield b"[" * 100 + f'"{MARKER}"'.encode() + b"]" * 100
    yield f'{{"text": "{MARKER * 10_000}"}}'.encode()


def routes(app: FastAPI) -> list[tuple[str, str]]:
    """Every method and path, parameters filled with the marker."""
    documented = [
        (method.upper(), re.sub(r"\{\w+\}", MARKER, path))
        for path, methods in app.openapi()["paths"].items()
        for method in methods
        if method != "parameters"
    ]
    return [*documented, ("GET", "/"), ("GET", "/docs"), ("GET", f"/docs/assets/{MARKER}")]


async def send_all(app: FastAPI, asgi: ASGIApp, *, whole: bool) -> set[int]:
    """Every body to every route, and the marker in every other place; statuses that came back."""
    statuses: set[int] = set()
    transport = httpx.ASGITransport(asgi, raise_app_exceptions=False)
    usual = {"Content-Type": "application/json"}
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        for method, path in routes(app):
            for body in texts() if method == "POST" else [b""]:
                answer = await client.request(method, path, content=body, headers=usual)
                statuses.add(answer.status_code)
            if not whole:
                continue
            for headers in (
                {"Content-Type": MARKER},
                usual | {"Authorization": f"Bearer {MARKER}"},
                usual | {"Authorization": MARKER, "Cookie": f"a={MARKER}", "Referer": MARKER},
                usual | {"X-API-Key": MARKER, "User-Agent": MARKER, "Accept": MARKER},
                usual | {"X-Request-Timeout": MARKER},
                usual | {"X-Request-ID": f"not an id {MARKER}"},
                usual
                | {"X-Forwarded-For": MARKER, "Origin": f"https://{MARKER}", "traceparent": MARKER},
                usual | {"Content-Encoding": MARKER},
            ):
                url = f"{path}?{MARKER}={MARKER}"
                answer = await client.request(method, url, content=b"{}", headers=headers)
                statuses.add(answer.status_code)
        for method, path in (
            ("GET", f"/{MARKER}"),
            ("PUT", f"/v1/{MARKER}"),
            (MARKER, "/v1/summary"),
        ):
            statuses.add((await client.request(method, path)).status_code)
    return statuses


@pytest.mark.parametrize(("level", "form"), LOGS)
async def test_what_is_posted_is_not_logged(
    level: str, form: str, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    statuses: set[int] = set()
    for error in ERRORS:
        given: dict[str, Any] = {"log_level": level, "log_format": form, "max_body_bytes": BODY}
        engine = FakeEngine(fail_on=MARKER if error else None, error=error)
        app = create_app(settings(max_text_bytes=8192, **given), engine)
        async with running(app) as asgi:
            statuses |= await send_all(app, asgi, whole=error is None)
    locked = create_app(settings(api_keys="a", log_level=level, log_format=form), FakeEngine())
    async with running(locked) as asgi:
        statuses |= await send_all(locked, asgi, whole=True)
    # All the ways an answer can come were there.
    assert statuses >= {200, 307, 400, 401, 404, 405, 413, 415, 422, 500, 503, 504}
    captured = capsys.readouterr()
    libraries = [r.getMessage() for r in caplog.records if not r.name.startswith("httpx")]
    said = "\n".join([captured.out, captured.err, *libraries])
    assert MARKER.lower() not in said.lower()
    assert "unexpected error" in said
    assert "RuntimeError" in said


@pytest.mark.parametrize("level", ["debug", "error"])
async def test_callers_who_stall_or_leave_are_not_quoted(
    level: str, capsys: pytest.CaptureFixture[str]
) -> None:
    app = create_app(settings(body_seconds=0.1, log_level=level), FakeEngine())
    async with running(app) as asgi:
        slow = Caller(f'{{"text": "{MARKER}'.encode(), whole=False)
        gone = Caller(f'{{"text": "{MARKER}'.encode(), whole=False)
        gone.gone.set()
        for caller, status in ((slow, 408), (gone, 499)):
            found = await asyncio.wait_for(post(asgi, caller.receive, JSON), 60)
            assert found[0] == status
    captured = capsys.readouterr()
    assert MARKER not in captured.out + captured.err


async def test_when_asked_for_the_message_of_an_error_is_logged(
    capsys: pytest.CaptureFixture[str],
) -> None:
    engine = FakeEngine(fail_on=MARKER, error=RuntimeError(f"cannot read {MARKER}"))
    app = create_app(settings(log_error_messages=True), engine)
    async with running(app) as asgi:
        transport = httpx.ASGITransport(asgi)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            answer = await client.post("/v1/sentiment", json={"text": f"{MARKER} won."})
    assert answer.status_code == 500
    assert MARKER not in answer.text
    assert f"cannot read {MARKER}" in capsys.readouterr().err


def test_what_is_no_http_is_not_quoted(capsys: pytest.CaptureFixture[str]) -> None:
    marker = MARKER.encode()
    with serving(create_app(settings(log_level="debug"), FakeEngine()), log_level="debug") as port:
        for junk in (
            marker,
            b"GET /" + marker + b" HTTP/9.9",
            marker + b" / HTTP/1.1",
            b"GET / HTTP/1.1\r\n" + marker,
            b"POST /v1/summary HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + marker,
        ):
            with socket.create_connection(("127.0.0.1", port), timeout=60) as caller:
                caller.sendall(junk + b"\r\n\r\n")
                assert caller.recv(200).startswith(b"HTTP/1.1 4")
    captured = capsys.readouterr()
    said = captured.out + captured.err
    assert "Invalid HTTP request" in said
    assert marker.decode() not in said
