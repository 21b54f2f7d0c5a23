"""Errors of an app that none of its handlers catch, in our server."""

from __future__ import annotations

from typing import Any

from starlette.types import Receive, Scope, Send

from tests.api.server import serving
from tests.server.protocol.raw import exchanged

GET = b"GET / HTTP/1.1\r\nHost: a\r\nX-Request-ID: mine\r\n\r\n"


async def failing(scope: Scope, receive: Receive, send: Send) -> None:
    """Another app, without a lifespan, load shedding or metrics."""
    assert scope["type"] == "http"
    raise RuntimeError("a secret")


def test_its_failure_is_a_problem() -> None:
    app: Any = failing
    with serving(app, log_level="critical") as port:
        answers, goes_on = exchanged(port, GET)
        refused, _ = exchanged(port, b"nonsense\r\n\r\n")
    assert ([answer.status for answer in answers], goes_on) == ([500], False)
    assert answers[0].json["type"] == "urn:copydesk:problem:internal-error"
    assert answers[0].headers["x-request-id"] == "mine"
    assert b"secret" not in answers[0].body
    assert refused[0].json["type"] == "urn:copydesk:problem:malformed-request"
