"""The middleware as bare ASGI callables."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.api.errors.problems import BodyTooLarge
from service.api.middleware.access_log import AccessLogMiddleware
from service.api.middleware.body_limit import BodyLimitMiddleware
from service.api.middleware.errors import ErrorsMiddleware
from service.api.middleware.request_id import RequestIdMiddleware
from service.api.middleware.security_headers import SecurityHeadersMiddleware
from service.observability.metrics import Metrics

WRAPPERS: list[Callable[[ASGIApp], ASGIApp]] = [
    lambda app: BodyLimitMiddleware(app, limit=lambda _: 10),
    ErrorsMiddleware,
    SecurityHeadersMiddleware,
    lambda app: AccessLogMiddleware(app, metrics=Metrics()),
    RequestIdMiddleware,
]


async def call(app: ASGIApp, chunks: list[bytes], length: str | None = None) -> list[Message]:
    """Send a POST of these chunks; returns what came back."""
    waiting = [{"type": "http.request", "body": c, "more_body": True} for c in chunks]
    waiting.append({"type": "http.request", "body": b"", "more_body": False})
    sent: list[Message] = []

    async def receive() -> Message:
        return waiting.pop(0)

    async def send(message: Message) -> None:
        sent.append(message)

    headers = [(b"content-length", length.encode())] if length is not None else []
    scope: Scope = {"type": "http", "method": "POST", "path": "/", "headers": headers}
    await app(scope, receive, send)
    return sent


async def reader(scope: Scope, receive: Receive, send: Send) -> None:
    """Reads all of the body, then answers with its length."""
    body = b""
    while (message := await receive())["more_body"]:
        body += message["body"]
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": str(len(body)).encode()})


@pytest.mark.parametrize("wrap", WRAPPERS)
async def test_other_scopes_pass_untouched(wrap: Callable[[ASGIApp], ASGIApp]) -> None:
    seen: list[Any] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        seen.append((scope, receive, send))

    async def nothing(*_: Any) -> Any:
        raise AssertionError

    scope = {"type": "lifespan"}
    await wrap(app)(scope, nothing, nothing)
    assert seen == [({"type": "lifespan"}, nothing, nothing)]


async def test_a_body_at_the_limit_passes() -> None:
    sent = await call(BodyLimitMiddleware(reader, limit=lambda _: 10), [b"12345", b"67890"], "10")
    assert sent[1]["body"] == b"10"


async def test_a_declared_length_over_the_limit_is_refused_unread() -> None:
    app = ErrorsMiddleware(BodyLimitMiddleware(reader, limit=lambda _: 10))
    start, body = await call(app, [b"1"], "11")
    assert start["status"] == 413
    assert json.loads(body["body"])["type"] == BodyTooLarge.type_uri()


@pytest.mark.parametrize("length", [None, "5", "many", "-1"])
async def test_a_body_over_the_limit_is_refused_as_it_is_read(length: str | None) -> None:
    app = ErrorsMiddleware(BodyLimitMiddleware(reader, limit=lambda _: 10))
    start, body = await call(app, [b"123456", b"789012"], length)
    assert start["status"] == 413
    assert json.loads(body["body"])["type"] == BodyTooLarge.type_uri()


async def test_a_failure_after_the_start_of_an_answer_is_not_hidden() -> None:
    async def broken(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        raise RuntimeError("half way")

    with pytest.raises(RuntimeError, match="half way"):
        await call(ErrorsMiddleware(broken), [])


async def test_a_request_that_raised_is_counted_too() -> None:
    metrics = Metrics()

    async def broken(scope: Scope, receive: Receive, send: Send) -> None:
        raise RuntimeError("no answer")

    with pytest.raises(RuntimeError, match="no answer"):
        await call(AccessLogMiddleware(broken, metrics=metrics), [])
    assert b'copydesk_requests_total{method="POST",route="other",status="500"} 1.0' in (
        metrics.render()
    )
    assert b"copydesk_requests_in_flight 0.0" in metrics.render()
