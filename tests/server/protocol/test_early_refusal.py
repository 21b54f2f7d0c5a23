"""Heads that arrive slowly or never end, and bodies that are not read, on real connections."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any, BinaryIO

import pytest

from service.admission.controller import Refusal
from service.admission.permit import Permit
from service.api.overload import OverloadGate
from service.app import create_app
from service.inference.fake_engine import FakeEngine
from service.server.protocol.early_refusal import Connection
from tests.api.bare import Caller, post
from tests.api.server import serving
from tests.conftest import running, settings

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


Answer = tuple[int, dict[str, str], bytes]


def answers(line: socket.socket, count: int) -> list[Answer]:
    """The next answers, all that there are to be: status, headers, body."""
    with line.makefile("rb") as file:
        return [_answer(file) for _ in range(count)]


def answer(line: socket.socket) -> Answer:
    """The next answer, the only one to be."""
    return answers(line, 1)[0]


def _answer(file: BinaryIO) -> Answer:
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


def asking(*lines: str, version: str = "1.1", body: bytes = b'{"text": "A word."}') -> bytes:
    """A request for sentiment with more header lines."""
    head = [f"POST /v1/sentiment HTTP/{version}", "Host: a", "Content-Type: application/json"]
    head += [f"Content-Length: {len(body)}", *lines, "", ""]
    return "\r\n".join(head).encode() + body


@pytest.mark.parametrize("drop", [b"a", b"\r\n"], ids=["body", "blank lines"])
def test_who_trickles_on_after_a_refusal_is_cut_off(
    port: int, engine: FakeEngine, drop: bytes
) -> None:
    engine.backlog = 10**7
    length = 1000 if drop == b"a" else 0
    head = f"POST /v1/summary HTTP/1.1\r\nHost: a\r\nContent-Length: {length}\r\n\r\n"
    with connected(port) as line:
        line.sendall(head.encode())
        assert answer(line)[0] == 503
        line.settimeout(0.1)  # oftener than a connection that says nothing is kept
        with suppress(ConnectionError):  # as soon as anything is sent to a closed connection
            for _ in range(600):
                line.sendall(drop)
                with suppress(TimeoutError):
                    assert line.recv(1) == b""
                    return
            raise AssertionError("still connected after a minute")


async def test_a_refusal_at_the_head_is_the_refusal_of_the_app(
    port: int, engine: FakeEngine
) -> None:
    engine.backlog = 10**7
    app = create_app(settings(log_level="error"), engine)
    async with running(app) as asgi:
        given = (b"x-request-id", b"id-7"), (b"content-length", b"19")
        status, expected, body = await post(asgi, Caller(b"").receive, *given)
    with connected(port) as line:
        line.sendall(asking("X-Request-ID: id-7"))
        found = answer(line)
    assert (found[0], json.loads(found[2])) == (status, body)
    for own in ("date", "server"):  # uvicorn's
        found[1].pop(own, None)
    assert found[1] == {name.decode(): value.decode() for name, value in expected.items()}


def test_each_refusal_has_an_id_and_the_connection_goes_on(port: int, engine: FakeEngine) -> None:
    engine.backlog = 10**7
    with connected(port) as line:
        line.sendall(asking() * 3 + GET)
        found = answers(line, 4)
    assert [status for status, *_ in found] == [503, 503, 503, 200]
    assert len({headers["x-request-id"] for _, headers, _ in found}) == 4
    for _, headers, body in found[:3]:
        assert json.loads(body)["instance"].endswith(headers["x-request-id"])


@pytest.mark.parametrize(
    "request_", [asking("Connection: close"), asking(version="1.0"), asking("Expect: 100-continue")]
)
def test_who_asks_for_the_end_or_may_not_send_is_cut_off_when_refused(
    port: int, engine: FakeEngine, request_: bytes
) -> None:
    engine.backlog = 10**7
    with connected(port) as line:
        line.sendall(request_)
        assert problem(rest(line)) == (503, URN + "overloaded")


def test_what_waits_behind_another_request_is_refused_in_its_turn(
    port: int, engine: FakeEngine
) -> None:
    with connected(port) as line:
        line.sendall(b"GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n")
        engine.backlog = 10**7
        line.sendall(asking() + GET)
        assert [status for status, *_ in answers(line, 3)] == [200, 503, 200]


def test_other_methods_and_paths_are_not_shed(port: int, engine: FakeEngine) -> None:
    engine.backlog = 10**7
    with connected(port) as line:
        for start, status in (
            (b"GET /v1/sentiment", 405), (b"POST /v1/none", 404), (b"POST /v1/sentiment?a=b", 503),
        ):  # fmt: skip
            line.sendall(start + b" HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n")
            assert answer(line)[0] == status


def test_refusals_at_the_head_are_counted_once(port: int, engine: FakeEngine) -> None:
    engine.backlog = 10**7
    with connected(port) as line:
        line.sendall(asking() * 5)
        assert [status for status, *_ in answers(line, 5)] == [503] * 5
        line.sendall(b"GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n")
        text = answer(line)[2].decode()
    labels = '{method="POST",route="/v1/sentiment",status="503"}'
    assert f"copydesk_requests_total{labels} 5.0" in text
    assert 'copydesk_request_seconds_count{route="/v1/sentiment"} 5.0' in text
    assert 'copydesk_rejected_requests_total{reason="queue"} 5.0' in text


def test_a_page_of_another_origin_may_read_that_it_was_refused(engine: FakeEngine) -> None:
    engine.backlog = 10**7
    page = "https://news.example"
    app = create_app(settings(log_level="error", cors_origins=[page]), engine)
    with serving(app) as port, connected(port) as line:
        line.sendall(asking(f"Origin: {page}"))
        status, headers, _ = answer(line)
    assert (status, headers["access-control-allow-origin"]) == (503, page)


def test_what_was_refused_is_answered_before_what_is_no_request(
    port: int, engine: FakeEngine
) -> None:
    engine.backlog = 10**7
    refused = asking()
    with connected(port) as line:
        line.sendall(refused + refused + b"nonsense\r\n\r\n")
        parts = rest(line).split(b"HTTP/1.1 ")[1:]
    assert [part[:3] for part in parts] == [b"503", b"503", b"400"]


def test_who_says_no_more_still_gets_the_refusal(port: int, engine: FakeEngine) -> None:
    engine.backlog = 10**7
    with connected(port) as line:
        line.sendall(asking())
        line.shutdown(socket.SHUT_WR)
        assert rest(line).startswith(b"HTTP/1.1 503 ")


def test_each_permit_is_taken_at_the_head_and_ended_once(
    port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[Permit] = []
    ended: list[Permit] = []
    check, leave = OverloadGate.check, OverloadGate.leave

    def checked(gate: OverloadGate, *head: Any, cheaply: bool) -> Permit | Refusal:
        found = check(gate, *head, cheaply=cheaply)
        assert isinstance(found, Permit)
        taken.append(found)
        return found

    def left(gate: OverloadGate, permit: Permit) -> None:
        ended.append(permit)
        leave(gate, permit)

    monkeypatch.setattr(OverloadGate, "check", checked)
    monkeypatch.setattr(OverloadGate, "leave", left)
    with connected(port) as line:
        line.sendall(asking() + asking(body=b"no JSON") + asking("X-Request-Timeout: never"))
        assert [status for status, *_ in answers(line, 3)] == [200, 400, 400]
    with connected(port) as line:  # the caller leaves before the body is complete
        line.sendall(asking()[:-5])
        assert _within_a_minute(lambda: len(taken) == 4)
    assert _within_a_minute(lambda: len(ended) == 4)
    assert taken == ended


def _within_a_minute(true: Callable[[], bool]) -> bool:
    end = time.monotonic() + 60
    while not true() and time.monotonic() < end:
        time.sleep(0.01)
    return true()
