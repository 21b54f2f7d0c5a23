"""Trailers have no effect; only the head counts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from service.app import create_app
from service.inference.fake_engine import FakeEngine
from tests.api.server import serving
from tests.conftest import settings
from tests.server.protocol.raw import exchanged

BODY = b'{"text": "A word."}'


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """Of a server with a key."""
    app = create_app(settings(log_level="error", api_keys="first"), FakeEngine())
    with serving(app) as port:
        yield port


def posted(head: bytes, trailers: bytes) -> bytes:
    """A chunked request."""
    head += b"Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n"
    chunks = b"\r\n%x\r\n%s\r\n0\r\n%s\r\n" % (len(BODY), BODY, trailers)
    return b"POST /v1/sentiment HTTP/1.1\r\nHost: a\r\n" + head + chunks


@pytest.mark.parametrize("trailer", [b"X-API-Key: first\r\n", b"Authorization: Bearer first\r\n"])
def test_a_key_in_a_trailer_opens_nothing(port: int, trailer: bytes) -> None:
    for sent in ([posted(b"", trailer)], [bytes([b]) for b in posted(b"", trailer)]):
        answers, goes_on = exchanged(port, *sent)
        assert ([answer.status for answer in answers], goes_on) == ([401], True)


def test_nothing_else_in_a_trailer_has_an_effect(port: int) -> None:
    trailers = (
        b"X-Request-ID: trailer\r\nHost: b\r\nExpect: x\r\nX-Request-Timeout: no\r\n"
        b"Content-Type: text/plain\r\nContent-Encoding: gzip\r\nX-API-Key: wrong\r\n"
        b"Connection: close\r\nUpgrade: h2c\r\n"
    )
    head = b"X-API-Key: first\r\nX-Request-ID: head\r\n"
    answers, goes_on = exchanged(port, posted(head, trailers))
    assert ([answer.status for answer in answers], goes_on) == ([200], True)
    assert answers[0].headers["x-request-id"] == "head"
