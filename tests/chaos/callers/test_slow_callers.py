"""Callers who send their heads or bodies by the drop, or do not read what they asked for."""

from __future__ import annotations

import json
import select
import time
from collections.abc import Iterator

import pytest

from service.app import create_app
from service.inference.fake_engine import FakeEngine
from service.server.protocol.early_refusal import Connection
from tests.api import server
from tests.chaos.conftest import Tried
from tests.chaos.record import tally
from tests.chaos.wire import Line, get, post
from tests.conftest import settings
from tests.server.workers.conftest import Serve, wait_for

HEAD = b"POST /v1/sentiment HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"

# Nobody is refused because a crowded machine is slow: it is the callers who are slow here.
PATIENT = {"max_queue_seconds": 3600, "deadline_seconds": 600}


class Hasty(Connection):
    """Does not wait for long."""

    head_seconds = 1.0


class Unread(Connection):
    """Does not wait for long for who does not read."""

    read_seconds = 1.0


@pytest.fixture
def hasty() -> Iterator[int]:
    """The port of a service that waits a second for heads and bodies."""
    app = create_app(settings(log_level="error", body_seconds=1.0), FakeEngine())
    with server.serving(app, Hasty) as port:
        yield port


def test_heads_and_bodies_by_the_drop_are_ended(hasty: int) -> None:
    with Line(hasty) as head, Line(hasty) as body:
        body.send(HEAD + b"Content-Length: 1000\r\n\r\n{")
        head.send(HEAD + b"X: ")
        while not (_readable(head) and _readable(body)):
            head.send(b"x")  # bytes come without end, the whole does not
            body.send(b" ")
            assert get(hasty, "/livez").status == 200
            time.sleep(0.05)
        assert (head.answer().status, body.answer().status) == (408, 408)


@pytest.mark.chaos
def test_who_does_not_read_is_hung_up_on(tried: Tried) -> None:
    """Else a few callers could fill the memory with answers of some megabytes each."""
    app = create_app(settings(log_level="error", **PATIENT), FakeEngine())
    with server.serving(app, Unread) as port:
        lines = [Line(port, receive_buffer=4096) for _ in range(3)]
        for line in lines:
            line.send(post("/v1/sentiment", _long()))
        wait_for(lambda: get(port, "/livez").status == 200 and all(map(_gone, lines)))
    for line in lines:
        line.socket.close()
    tried("Slow callers", "nobody reads answers of 3 MB", "3 connections", "cut off × 3")


@pytest.mark.chaos
def test_hundreds_of_slow_callers_at_once(
    serve: Serve, tried: Tried, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COPYDESK_BODY_SECONDS", "2")
    for name, seconds in PATIENT.items():
        monkeypatch.setenv(f"COPYDESK_{name.upper()}", str(seconds))
    served = serve().ready()
    slow = [Line(served.port) for _ in range(300)]
    for number, line in enumerate(slow):
        line.send(HEAD if number % 2 else HEAD + b"Content-Length: 1000\r\n\r\n{")
    probes, answers = [], []
    while not all(map(_readable, slow)):
        probes.append(get(served.port, "/livez").status)
        answers.append(served.sentiment("Good.").status_code)
        for line in slow:
            if not _readable(line):
                line.send(b"x")
        time.sleep(0.2)
    seen = tally(line.answer().status for line in slow)
    for line in slow:
        line.socket.close()
    assert seen == "408 × 300"
    assert set(probes) == set(answers) == {200}
    tried(
        "Slow callers",
        "heads and bodies by the drop, with normal callers beside",
        "300 connections",
        seen,
    )


def _long() -> bytes:
    """A request whose answer has some megabytes."""
    return json.dumps({"text": "The great fear grows again. " * 12_000}).encode()


def _readable(line: Line) -> bool:
    """Whether an answer, or the end, is there."""
    return bool(select.select([line.socket], [], [], 0)[0])


def _gone(line: Line) -> bool:
    """Whether the other side has ended the connection, though its answer is not read."""
    poll = select.poll()
    poll.register(line.socket, 0)
    return bool(poll.poll(0))
