"""Pipelined requests are answered in order, one at a time, and few bytes are held."""

from __future__ import annotations

import json
import random
import socket
import time
from collections.abc import Iterator
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from service.app import create_app
from service.inference.fake_engine import FakeEngine
from service.server.protocol.early_refusal import Connection
from tests.api.server import serving
from tests.conftest import settings
from tests.server.protocol.raw import connected, exchanged, read


class Watched(Connection):
    """Keeps its instances, and how many requests each had at once."""

    seen: list[Watched] = []  # noqa: RUF012

    def __init__(self, *args: object, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seen.append(self)


@pytest.fixture
def port() -> Iterator[int]:
    """Of a server whose connections can be looked at."""
    Watched.seen = []
    with serving(create_app(settings(log_level="error"), FakeEngine()), Watched) as port:
        yield port


def get(number: int) -> bytes:
    """A short request with an id."""
    return b"GET /livez HTTP/1.1\r\nHost: a\r\nX-Request-ID: r%d\r\n\r\n" % number


def test_thousands_are_answered_in_order(port: int) -> None:
    with connected(port) as line, line.makefile("rb") as file:
        for first in range(0, 3000, 500):
            line.sendall(b"".join(map(get, range(first, first + 500))))
            for number in range(first, first + 500):
                answer = read(file)
                assert answer is not None
                assert (answer.status, answer.headers["x-request-id"]) == (200, f"r{number}")


def test_who_does_not_read_is_not_read(port: int) -> None:
    """Else a connection holds whatever its caller sends, and one is enough to fill the memory."""
    with connected(port) as line:
        line.settimeout(2)
        with pytest.raises(TimeoutError):
            line.sendall(get(0) * 1_000_000)
        (connection,) = Watched.seen
        assert len(connection._held) < 400_000  # 64 KiB and one read of the socket
        assert not connection.pipeline  # uvicorn's, of requests that are parsed
        line.setblocking(True)
    time.sleep(0.2)
    answers, goes_on = exchanged(port, get(1))
    assert (answers[0].status, goes_on) == (200, True)


def mixed(chance: random.Random, number: int) -> bytes:
    """Any request that is valid, with what may be mistaken for the end of one in its body."""
    head = b"X-Request-ID: r%d\r\nHost: a\r\nContent-Type: application/json\r\n" % number
    text = chance.choice(["Good.", "\r\n\r\nGET / HTTP/1.1\r\n\r\n", "A \r\n\r\n" * 3000, "é" * 50])
    body = json.dumps({"text": text}, ensure_ascii=False).encode()
    body += chance.choice([b"", b"\r\n\r\n", b"\r\n" * 5])  # blanks after JSON are no fault
    match chance.randrange(4):
        case 0:
            return b"\r\n" * chance.randrange(3) + get(number)
        case 1:
            head = b"Connection: Upgrade\r\nUpgrade: h2c\r\n" + head
            body = body[:5000]
            head += b"Content-Length: %d\r\n" % len(body)
        case 2:
            head += b"Content-Length: %d\r\n" % len(body)
        case _:
            head += b"Transfer-Encoding: chunked\r\n"
            chunks = []
            while body:
                size = chance.choice([1, 2, 3, 100, 5000])
                chunks.append(b"%x%s\r\n%s\r\n" % (
                    len(body[:size]), chance.choice([b"", b";a=b"]), body[:size]
                ))  # fmt: skip
                body = body[size:]
            body = b"".join(chunks) + b"0\r\n" + chance.choice([b"", b"X: y\r\n"]) + b"\r\n"
    return b"POST /v1/sentiment HTTP/1.1\r\n" + head + b"\r\n" + body


@pytest.mark.parametrize("seed", range(12))
def test_however_they_are_cut_each_gets_its_answer(port: int, seed: int) -> None:
    chance = random.Random(seed)
    count = 12
    data = b"".join(mixed(chance, number) for number in range(count))
    parts = []
    while data:
        size = chance.choice([1, 2, 3, 7, 100, 3000, 100_000])
        parts.append(data[:size])
        data = data[size:]
    with connected(port) as line:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for part in parts:
            line.sendall(part)
        with line.makefile("rb") as file:
            found = [read(file) for _ in range(count)]
    assert [answer and answer.headers["x-request-id"] for answer in found] == [
        f"r{number}" for number in range(count)
    ]
    assert {answer.status for answer in found if answer} <= {200, 400}


def test_hidden_requests_in_bodies_are_never_served(port: int) -> None:
    """Whatever is refused, and for whatever, its body is not the next request."""
    hidden = b"GET /v1/models HTTP/1.1\r\nHost: a\r\nX-Request-ID: hidden\r\n\r\n"
    length = b"Content-Length: %d\r\n" % len(hidden)
    for start in (b"POST /v1/none", b"PUT /v1/sentiment", b"GET /livez", b"POST /v1/sentiment"):
        for more in (
            b"", b"Upgrade: h2c\r\nConnection: upgrade\r\n", b"Expect: 100-continue\r\n",
            b"Content-Type: text/plain\r\n", b"Connection: close\r\n",
            b"Connection: keep-alive\r\n",
        ):  # fmt: skip
            head = start + b" HTTP/1.1\r\nHost: a\r\n" + length + more + b"\r\n"
            answers, _ = exchanged(port, head, hidden)
            assert all(answer.headers.get("x-request-id") != "hidden" for answer in answers), head


def test_what_the_server_refuses_by_itself_is_counted(port: int) -> None:
    for sent in (b"nonsense\r\n\r\n", b"HEAD /livez HTTP/1.1\r\n\r\n", b"GET * HTTP/1.1\r\n\r\n"):
        exchanged(port, sent)
    answers, _ = exchanged(port, b"GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n")
    counted = {
        (sample.labels["method"], sample.labels["status"]): sample.value
        for family in text_string_to_metric_families(answers[0].body.decode())
        for sample in family.samples
        if sample.name == "copydesk_requests_total" and sample.labels["route"] == "other"
    }
    assert counted == {("other", "400"): 1, ("HEAD", "400"): 1, ("GET", "400"): 1}
