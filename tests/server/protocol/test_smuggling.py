"""Requests that two servers could frame differently are refused, and the connection closes."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from service.app import create_app
from service.inference.fake_engine import FakeEngine
from tests.api.server import serving
from tests.conftest import settings

HIDDEN = b"GET /v1/models HTTP/1.1\r\nHost: a\r\n\r\n"
HEAD = b"POST /v1/summary HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
CHUNKED = b"Transfer-Encoding: chunked\r\n"
LENGTH = b"Content-Length: %d\r\n"


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """The port of a server."""
    with serving(create_app(settings(), FakeEngine())) as found:
        yield found


@pytest.mark.parametrize(
    "headers",
    [
        LENGTH % 4 + CHUNKED,
        CHUNKED + LENGTH % 4,
        LENGTH % 4 + LENGTH % (4 + len(HIDDEN)),
        b"Content-Length: +4\r\n",
        b"Content-Length: 4, 4\r\n",
        b"Content-Length : 4\r\n",
        b"Transfer-Encoding: chunked, identity\r\n",
        b"Transfer-Encoding: \x0bchunked\r\n",
    ],
)
def test_a_body_of_two_lengths_hides_no_request(port: int, headers: bytes) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=60) as caller:
        caller.sendall(HEAD + headers + b"\r\n" + b"0\r\n\r\n" + HIDDEN)
        said = b""
        while part := caller.recv(65536):
            said += part
    assert said.startswith(b"HTTP/1.1 400")
    assert said.count(b"HTTP/1.1") == 1


def test_one_length_is_served(port: int) -> None:
    body = b'{"text": "A word."}'
    with socket.create_connection(("127.0.0.1", port), timeout=60) as caller:
        caller.sendall(HEAD + LENGTH % len(body) + b"\r\n" + body)
        assert caller.recv(65536).startswith(b"HTTP/1.1 200")
