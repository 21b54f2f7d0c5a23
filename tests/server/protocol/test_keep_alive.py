"""Idle connections are kept for a limited time."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from service.app import create_app
from service.inference.fake_engine import FakeEngine
from tests.api.server import serving
from tests.conftest import settings
from tests.server.protocol.raw import PROBE, connected, read


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """Of a server that waits a second for the next request."""
    with serving(create_app(settings(log_level="error"), FakeEngine())) as found:
        yield found


def test_who_goes_on_asking_is_kept_and_who_does_not_is_hung_up_on(port: int) -> None:
    with connected(port) as line, line.makefile("rb") as file:
        for _ in range(6):
            line.sendall(PROBE)
            answer = read(file)
            assert answer is not None
            assert answer.status == 200
            time.sleep(0.4)
        assert read(file) is None


def test_a_pause_within_a_request_is_none_between_two(port: int) -> None:
    body = b'{"text": "A word."}'
    head = b"POST /v1/sentiment HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
    with connected(port) as line, line.makefile("rb") as file:
        line.sendall(PROBE)
        assert read(file) is not None
        line.sendall(head)
        time.sleep(1.3)
        line.sendall(b"Content-Length: %d\r\n\r\n" % len(body) + body[:5])
        time.sleep(1.3)
        line.sendall(body[5:])
        answer = read(file)
    assert answer is not None
    assert answer.status == 200
