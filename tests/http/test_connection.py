"""Heads that come slowly or never end, and bodies that nobody reads, on real connections."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator

import pytest

from service.app import create_app
from service.http.connection import Connection
from service.inference.fake import FakeEngine
from tests.conftest import settings
from tests.http.server import serving

URN = "urn:copydesk:problem:"


class Impatient(Connection):
    """Limits that a test can wait for."""

    head_seconds = 0.5
    head_bytes = 4096


@pytest.fixture
def engine() -> FakeEngine:
    """Its backlog makes the server refuse."""
    return FakeEngine()


@pytest.fixture
def port(engine: FakeEngine) -> Iterator[int]:
    """Of a server with short limits."""
    with serving(create_app(settings(log_level="error"), engine), Impatient) as port:
        yield port


def connected(port: int) -> socket.socket:
    """A connection that gives up after a minute, should the server never answer."""
    return socket.create_connection(("127.0.0.1", port), timeout=60)


def rest(line: socket.socket) -> bytes:
    """All that comes until the server hangs up."""
    found = b""
    while part := line.recv(65536):
        found += part
    return found


def answer(line: socket.socket) -> tuple[int, dict[str, str], bytes]:
    """One answer: status, headers, body."""
    file = line.makefile("rb")
    status = int(file.readline().split()[1])
    headers: dict[str, str] = {}
    while (row := file.readline().strip()) != b"":
        name, _, value = row.decode().partition(": ")
        headers[name] = value
    return status, headers, file.read(int(headers["content-length"]))


def problem(raw: bytes) -> tuple[int, str]:
    """Status and type of a problem that ends a connection."""
    head, _, body = raw.partition(b"\r\n\r\n")
    assert b"connection: close" in head
    return int(head.split()[1]), json.loads(body)["type"]


GET = b"GET /livez HTTP/1.1\r\nHost: a\r\n\r\n"


def test_who_connects_and_says_nothing_is_cut_off(port: int) -> None:
    with connected(port) as line:
        assert rest(line) == b""


@pytest.mark.parametrize("before", [b"", GET], ids=["at once", "after a request"])
def test_half_a_head_is_answered_and_cut_off(port: int, before: bytes) -> None:
    with connected(port) as line:
        if before:
            line.sendall(before)
            assert answer(line)[0] == 200
        line.sendall(b"POST /v1/summary HTTP/1.1\r\nHost: a\r\nX-")
        assert problem(rest(line)) == (408, URN + "head-too-slow")


def test_a_head_without_end_is_refused(port: int) -> None:
    with connected(port) as line:
        line.sendall(b"GET /livez HTTP/1.1\r\n" + b"X-Filler: aaaaaaaaaaaaaaaaaaaa\r\n" * 200)
        assert problem(rest(line)) == (431, URN + "head-too-large")


def test_a_large_body_is_no_large_head(port: int) -> None:
    text = json.dumps({"text": "A word. " * 2000}).encode()
    head = f"POST /v1/summary HTTP/1.1\r\nHost: a\r\nContent-Length: {len(text)}\r\n"
    with connected(port) as line:
        line.sendall(head.encode() + b"Content-Type: application/json\r\n\r\n" + text)
        assert answer(line)[0] == 200
        line.sendall(GET)
        assert answer(line)[0] == 200


def test_a_body_that_was_refused_unread_leaves_the_connection_usable(
    port: int, engine: FakeEngine
) -> None:
    engine.backlog = 10**7
    size = 1_000_000
    head = f"POST /v1/summary HTTP/1.1\r\nHost: a\r\nContent-Length: {size}\r\n\r\n"
    with connected(port) as line:
        for _ in range(3):
            line.sendall(head.encode())
            status, headers, _ = answer(line)
            assert (status, int(headers["retry-after"]) > 1) == (503, True)
            line.sendall(b"a" * size)
            line.sendall(GET)
            assert answer(line)[0] == 200
        line.sendall(head.encode() + b"a" * 1000)  # and then no more
        assert answer(line)[0] == 503
        assert rest(line) == b""
