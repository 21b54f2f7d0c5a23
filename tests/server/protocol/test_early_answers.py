"""Answers before the end of the body: what happens to the connection and to the body."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from service.app import create_app
from service.inference.fake_engine import FakeEngine
from service.server.protocol.early_refusal import Connection
from tests.api.server import serving
from tests.conftest import settings
from tests.server.protocol.raw import connected, exchanged, read

KEY = b"X-API-Key: first\r\n"
BODY = b'{"text": "A word."}'
EXPECT = b"Expect: 100-continue\r\n"
JSON = b"Content-Type: application/json\r\n"


@pytest.fixture
def engine() -> FakeEngine:
    """Its backlog makes the server refuse."""
    return FakeEngine()


@pytest.fixture
def port(engine: FakeEngine) -> Iterator[int]:
    """Of a server with a key, a small limit for bodies, and a quota of some of them."""
    given = settings(
        log_level="error", api_keys="first", max_body_bytes=50_000, quota_kib_per_minute=400
    )
    with serving(create_app(given, engine)) as port:
        yield port


def request(
    headers: bytes, *, path: bytes = b"/v1/sentiment", method: bytes = b"POST", length: int = 19
) -> bytes:
    """The head of a request."""
    head = b"%s %s HTTP/1.1\r\nHost: a\r\n%s" % (method, path, headers)
    return head + b"Content-Length: %d\r\n\r\n" % length


REFUSED = [
    ("401", request(EXPECT + JSON), 401),
    ("404", request(EXPECT + JSON + KEY, path=b"/v1/none"), 404),
    ("405", request(EXPECT + JSON + KEY, method=b"PUT"), 405),
    ("405 of a probe", request(EXPECT, path=b"/livez"), 405),
    ("413", request(EXPECT + JSON + KEY, length=60_000), 413),
    ("415", request(EXPECT + KEY + b"Content-Type: text/plain\r\n"), 415),
    ("417", request(b"Expect: gold\r\n" + JSON + KEY), 417),
    ("400", request(EXPECT + JSON + KEY + b"X-Request-Timeout: never\r\n"), 400),
    ("a GET", request(EXPECT, method=b"GET", path=b"/livez"), 200),
]


@pytest.mark.parametrize(("head", "status"), [r[1:] for r in REFUSED], ids=[r[0] for r in REFUSED])
def test_who_waits_to_be_told_to_go_on_and_is_not_is_hung_up_on(
    port: int, head: bytes, status: int
) -> None:
    """The body may come or not; nothing that comes is read as a request."""
    for sent in (head, head + b"x" * 19, head + b"x" * 60_000):
        answers, goes_on = exchanged(port, sent)
        assert ([answer.status for answer in answers], goes_on) == ([status], False)
        assert answers[0].headers["connection"] == "close"


def test_so_it_is_when_the_body_comes_after_the_answer(port: int) -> None:
    with connected(port) as line, line.makefile("rb") as file:
        line.sendall(REFUSED[0][1])
        answer = read(file)
        assert answer is not None
        assert (answer.status, answer.headers["connection"]) == (401, "close")
        line.sendall(b"GET /livez HTTP/1.1\r\nHost: a\r\n\r\n")
        assert read(file) is None


def test_overload_is_told_before_the_body(port: int, engine: FakeEngine) -> None:
    engine.backlog = 10**7
    answers, goes_on = exchanged(port, request(EXPECT + JSON + KEY))
    assert ([answer.status for answer in answers], goes_on) == ([503], False)
    assert answers[0].headers["connection"] == "close"


def test_a_quota_that_is_used_up_is_told_before_the_body(port: int) -> None:
    long = json.dumps({"none": "A word. " * 5000}).encode()
    statuses = []
    while 429 not in statuses:
        answers, _ = exchanged(port, request(JSON + KEY, length=len(long)) + long)
        statuses.append(answers[0].status)
    assert set(statuses) == {422, 429}
    answers, goes_on = exchanged(port, request(EXPECT + JSON + KEY, length=len(long)))
    assert ([answer.status for answer in answers], goes_on) == ([429], False)


def test_who_is_to_be_read_is_told_to_go_on_and_no_sooner(port: int) -> None:
    with connected(port) as line, line.makefile("rb") as file:
        for _ in range(2):
            line.sendall(request(EXPECT + JSON + KEY))
            told = read(file)
            assert told is not None
            assert told.status == 100
            line.sendall(BODY)
            answer = read(file)
            assert answer is not None
            assert answer.status == 200


def test_who_has_sent_the_body_is_not_told_to(port: int) -> None:
    with connected(port) as line, line.makefile("rb") as file:
        line.sendall(request(EXPECT + JSON + KEY) + BODY)
        answer = read(file)
    assert answer is not None
    assert answer.status in (100, 200)  # the body may come later than the head


class Sparing(Connection):
    """Reads little of what it does not need."""

    drain_bytes = 100_000
    linger_bytes = 3_000_000


@pytest.fixture
def sparing() -> Iterator[int]:
    """Of a server that drops no more than 100 kB."""
    app = create_app(settings(log_level="error", api_keys="first"), FakeEngine())
    with serving(app, Sparing) as port:
        yield port


def test_a_short_body_that_nobody_reads_is_dropped(sparing: int) -> None:
    answers, goes_on = exchanged(sparing, request(JSON, length=90_000) + b"x" * 90_000)
    assert ([answer.status for answer in answers], goes_on) == ([401], True)


def test_a_long_one_ends_the_connection_and_its_sender_gets_the_answer(sparing: int) -> None:
    """Were it closed at once, the reset would overtake the answer."""
    for size in (1_000_000, 2_500_000) * 10:
        answers, goes_on = exchanged(sparing, request(JSON, length=size), b"x" * size)
        assert ([answer.status for answer in answers], goes_on) == ([401], False)
        assert answers[0].headers["connection"] == "close"


def test_chunks_without_end_are_dropped_up_to_a_limit(sparing: int) -> None:
    head = b"POST /v1/sentiment HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
    answers, goes_on = exchanged(sparing, head, b"1000\r\n" + b"x" * 4096 + b"\r\n0\r\n\r\n")
    assert ([answer.status for answer in answers], goes_on) == ([401], True)
    chunk = b"1000\r\n" + b"x" * 4096 + b"\r\n"
    with connected(sparing) as line, line.makefile("rb") as file:
        line.sendall(head)
        answer = read(file)
        assert answer is not None
        assert answer.status == 401
        line.sendall(chunk * 40)
        assert read(file) is None


def test_a_body_that_turns_out_wrong_after_its_answer_gets_no_second_one(sparing: int) -> None:
    """It would be taken for the answer to the next request."""
    head = b"POST /v1/sentiment HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
    with connected(sparing) as line, line.makefile("rb") as file:
        line.sendall(head)
        answer = read(file)
        assert answer is not None
        assert answer.status == 401
        line.sendall(b"zz\r\n")
        assert read(file) is None


def test_lingering_has_an_end_too(sparing: int) -> None:
    with connected(sparing) as line:
        line.sendall(request(JSON, length=10**9))
        with pytest.raises(ConnectionError):
            line.sendall(b"x" * 100_000_000)


def test_a_body_that_turns_out_wrong_is_answered_once(port: int) -> None:
    """While the app reads it; and what is said of it is the server's problem."""
    head = b"POST /v1/sentiment HTTP/1.1\r\nHost: a\r\nX-Request-ID: mine\r\n" + JSON + KEY
    head += b"Transfer-Encoding: chunked\r\n\r\n"
    answers, goes_on = exchanged(port, head + b'5\r\n{"tex\r\n', b"zz\r\n")
    assert ([answer.status for answer in answers], goes_on) == ([400], False)
    assert answers[0].headers["x-request-id"] == "mine"
    assert answers[0].json["type"] == "urn:copydesk:problem:malformed-request"


def test_a_stream_whose_answers_have_begun_is_cut_off_by_a_wrong_chunk(port: int) -> None:
    line_ = json.dumps({"text": "Good.", "tasks": ["sentiment"]}).encode() + b"\n"
    head = b"POST /v1/analyze HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-ndjson\r\n" + KEY
    with connected(port) as line:
        line.sendall(head + b"Transfer-Encoding: chunked\r\n\r\n")
        line.sendall(b"%x\r\n%s\r\n" % (len(line_), line_))
        got = b""
        while b'"result"' not in got:
            got += line.recv(65536)
        line.sendall(b"zz\r\n")
        while part := line.recv(65536):
            got += part
    assert got.count(b"HTTP/1.1 ") == 1  # no second answer amid the first
    assert not got.endswith(b"0\r\n\r\n")  # and the caller sees that it is not whole
