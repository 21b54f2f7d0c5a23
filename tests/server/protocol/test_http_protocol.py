"""A table of bytes that are sent, the statuses of the answers, and the connection's state."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from service.app import create_app
from service.inference.fake_engine import FakeEngine
from tests.api.server import serving
from tests.conftest import settings
from tests.server.protocol.raw import exchanged

BODY = b'{"text": "A word."}'
JSON = b"Content-Type: application/json\r\n"
LENGTH = b"Content-Length: %d\r\n" % len(BODY)
CHUNKED = b"Transfer-Encoding: chunked\r\n"
H2C = b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAEAAEAAAAIAAAAB\r\n"
WEBSOCKET = (
    b"Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
)
HIDDEN = b"GET /v1/models HTTP/1.1\r\nHost: a\r\n\r\n"
EXPECT = b"Expect: 100-continue\r\n"
OPEN, CLOSED = True, False


def get(
    target: bytes = b"/livez", *, host: bytes = b"Host: a\r\n", version: bytes = b"1.1"
) -> bytes:
    """A GET without a body."""
    return b"GET %s HTTP/%s\r\n%s\r\n" % (target, version, host)


def post(headers: bytes, body: bytes = BODY, path: bytes = b"/v1/sentiment") -> bytes:
    """A POST of JSON."""
    return b"POST %s HTTP/1.1\r\nHost: a\r\n%s%s\r\n" % (path, JSON, headers) + body


def chunked(*lines: bytes) -> bytes:
    """A POST whose body is of these lines."""
    return post(CHUNKED, b"".join(line + b"\r\n" for line in lines))


def whole(*after: bytes) -> tuple[bytes, ...]:
    """The body as one chunk, the last chunk, and what comes after it."""
    return (b"%x" % len(BODY), BODY, b"0", *after, b"")


BIG = b"x" * 5_000_000
WIDE = b'{"text": "' + b"A word. " * 12_000 + b'"}'

Row = tuple[str, bytes, list[int], bool]
TABLE: list[Row] = [
    # Host
    ("one host", get(), [200], OPEN),
    ("no host", get(host=b""), [400], CLOSED),
    ("no host, with a body", b"POST /v1/sentiment HTTP/1.1\r\n" + JSON + LENGTH + b"\r\n" + BODY,
     [400], CLOSED),
    ("two hosts", get(host=b"Host: a\r\nHost: a\r\n"), [400], CLOSED),
    ("two hosts that differ", get(host=b"Host: a\r\nhost: b\r\n"), [400], CLOSED),
    ("an empty host", get(host=b"Host: \r\n"), [400], CLOSED),
    ("a host with a path", get(host=b"Host: a/b\r\n"), [400], CLOSED),
    ("a host with a user", get(host=b"Host: u@a\r\n"), [400], CLOSED),
    ("a host with a blank", get(host=b"Host: a b\r\n"), [400], CLOSED),
    ("hosts in one field", get(host=b"Host: a, b\r\n"), [400], CLOSED),
    ("a host of other letters", get(host=b"Host: caf\xc3\xa9\r\n"), [400], CLOSED),
    ("a host with a bad port", get(host=b"Host: a:8x\r\n"), [400], CLOSED),
    ("a host and port", get(host=b"Host: a.example:8000\r\n"), [200], OPEN),
    ("a host of Compose", get(host=b"Host: copy_desk:8000\r\n"), [200], OPEN),
    ("IPv4", get(host=b"Host: 127.0.0.1:8000\r\n"), [200], OPEN),
    ("IPv6", get(host=b"Host: [::1]:8000\r\n"), [200], OPEN),
    ("half of IPv6", get(host=b"Host: [::1\r\n"), [400], CLOSED),
    ("HTTP/1.0 without host", get(host=b"", version=b"1.0"), [200], CLOSED),
    ("HTTP/1.0 with two hosts", get(host=b"Host: a\r\nHost: b\r\n", version=b"1.0"), [400], CLOSED),
    # Targets
    ("a query", get(b"/livez?a=b"), [200], OPEN),
    ("a whole address", get(b"http://a/livez"), [200], OPEN),
    ("a whole address with the usual port", get(b"http://A:80/livez?b"), [200], OPEN),
    ("the address of another", get(b"http://elsewhere.example/livez"), [400], CLOSED),
    ("another port", get(b"http://a:81/livez"), [400], CLOSED),
    ("an address with a user", get(b"http://u:p@a/livez"), [400], CLOSED),
    ("another scheme", get(b"ftp://a/livez"), [400], CLOSED),
    ("an address without path", get(b"http://a"), [307], OPEN),
    ("asterisk", get(b"*"), [400], CLOSED),
    ("OPTIONS *", b"OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", [400], CLOSED),
    ("a relative target", get(b"livez"), [400], CLOSED),
    ("a fragment", get(b"/livez#a"), [400], CLOSED),
    ("NUL in the target", get(b"/livez\0"), [400], CLOSED),
    ("NUL in the path, encoded", get(b"/livez%00"), [400], CLOSED),
    ("bytes of UTF-8 in the target", get(b"/caf\xc3\xa9"), [400], CLOSED),
    ("an unknown path, encoded", get(b"/caf%C3%A9%FF"), [404], OPEN),
    ("a blank in the target", get(b"/a b"), [400], CLOSED),
    ("a long target", get(b"/livez?" + b"a" * 8000), [200], OPEN),
    ("a target too long", get(b"/livez?" + b"a" * 9000), [414], CLOSED),
    ("a target of a megabyte", get(b"/" + b"a" * 1_000_000), [414], CLOSED),
    ("CONNECT", b"CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n", [405], CLOSED),
    ("CONNECT with what should be tunnelled",
     b"CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n" + HIDDEN, [405], CLOSED),
    # The start line
    ("lower case", b"get / HTTP/1.1\r\nHost: a\r\n\r\n", [400], CLOSED),
    ("a method that does not exist", b"FOO / HTTP/1.1\r\nHost: a\r\n\r\n", [400], CLOSED),
    ("HTTP/0.9", b"GET /livez\r\n\r\n", [400], CLOSED),
    ("HTTP/0.9, said so", get(version=b"0.9"), [400], CLOSED),
    ("HTTP/1.2", get(version=b"1.2"), [400], CLOSED),
    ("HTTP/2", get(version=b"2.0"), [400], CLOSED),
    ("the preface of HTTP/2", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", [400], CLOSED),
    ("TLS", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 64, [400], CLOSED),
    ("two blanks", b"GET  /livez HTTP/1.1\r\nHost: a\r\n\r\n", [200], OPEN),
    ("a blank at the end", b"GET /livez HTTP/1.1 \r\nHost: a\r\n\r\n", [400], CLOSED),
    ("blank lines before", b"\r\n\r\n\r\n" + get(), [200], OPEN),
    # Header fields
    ("no CR anywhere", b"GET /livez HTTP/1.1\nHost: a\n\n", [400], CLOSED),
    ("no CR in a field", get(host=b"Host: a\nX: b\r\n"), [400], CLOSED),
    ("no LF in a field", get(host=b"Host: a\rX: b\r\n"), [400], CLOSED),
    ("a folded field", get(host=b"Host: a\r\nX: b\r\n c\r\n"), [400], CLOSED),
    ("a folded first field", get(host=b" Host: a\r\n"), [400], CLOSED),
    ("a blank before the colon", get(host=b"Host : a\r\n"), [400], CLOSED),
    ("a tab before the colon", get(host=b"Host: a\r\nX\t: b\r\n"), [400], CLOSED),
    ("no name", get(host=b"Host: a\r\n: b\r\n"), [400], CLOSED),
    ("no colon", get(host=b"Host: a\r\nX\r\n"), [400], CLOSED),
    ("NUL in a value", get(host=b"Host: a\r\nX: b\0c\r\n"), [400], CLOSED),
    ("a field of 70 KB", get(host=b"Host: a\r\nX: " + b"b" * 70_000 + b"\r\n"), [431], CLOSED),
    ("100 fields", get(host=b"Host: a\r\n" + b"X: b\r\n" * 100), [200], OPEN),
    ("1,000 fields", get(host=b"Host: a\r\n" + b"X: b\r\n" * 1000), [431], CLOSED),
    # How long the body is
    ("a length", post(LENGTH), [200], OPEN),
    ("no length", post(b"", b""), [400], OPEN),
    ("two lengths", post(LENGTH + LENGTH), [400], CLOSED),
    ("two lengths in one field", post(b"Content-Length: 19, 19\r\n"), [400], CLOSED),
    ("a length with a sign", post(b"Content-Length: +19\r\n"), [400], CLOSED),
    ("a length below zero", post(b"Content-Length: -1\r\n"), [400], CLOSED),
    ("a length in hexadecimal", post(b"Content-Length: 0x13\r\n"), [400], CLOSED),
    ("a length without digits", post(b"Content-Length: \r\n"), [400], CLOSED),
    ("a length beyond 64 bits", post(b"Content-Length: 99999999999999999999\r\n"), [400], CLOSED),
    ("a length of 5,000 digits",
     post(b"Content-Length: " + b"0" * 5000 + b"19\r\n"), [400], CLOSED),
    ("a length with leading zeros", post(b"Content-Length: 00019\r\n"), [200], OPEN),
    # What one reader would take the first of, and another the last
    ("two types", post(LENGTH + JSON), [400], CLOSED),
    ("a body and a stream at once",
     post(LENGTH + b"Content-Type: application/x-ndjson\r\n", path=b"/v1/analyze"), [400], CLOSED),
    ("two keys", post(LENGTH + b"X-API-Key: a\r\nx-api-key: b\r\n"), [400], CLOSED),
    ("two credentials",
     post(LENGTH + b"Authorization: Bearer a\r\nAuthorization: Bearer b\r\n"), [400], CLOSED),
    ("two time limits",
     post(LENGTH + b"X-Request-Timeout: 1\r\nX-Request-Timeout: 600\r\n"), [400], CLOSED),
    ("two lists", post(LENGTH + b"Accept: a/b\r\nAccept: application/json\r\n"), [200], OPEN),
    ("length and chunks", post(LENGTH + CHUNKED), [400], CLOSED),
    ("chunks and length", post(CHUNKED + LENGTH), [400], CLOSED),
    ("gzip, chunked", post(b"Transfer-Encoding: gzip, chunked\r\n", b"0\r\n\r\n"), [400], CLOSED),
    ("gzip and chunked",
     post(b"Transfer-Encoding: gzip\r\n" + CHUNKED, b"0\r\n\r\n"), [400], CLOSED),
    ("chunked twice", post(CHUNKED + CHUNKED, b"0\r\n\r\n"), [400], CLOSED),
    ("chunked, chunked",
     post(b"Transfer-Encoding: chunked, chunked\r\n", b"0\r\n\r\n"), [400], CLOSED),
    ("gzip", post(b"Transfer-Encoding: gzip\r\n"), [400], CLOSED),
    ("identity", post(b"Transfer-Encoding: identity\r\n"), [400], CLOSED),
    ("xchunked", post(b"Transfer-Encoding: xchunked\r\n", b"0\r\n\r\n"), [400], CLOSED),
    ("a comma before", post(b"Transfer-Encoding: ,chunked\r\n", b"0\r\n\r\n"), [400], CLOSED),
    ("a parameter", post(b"Transfer-Encoding: chunked;q=1\r\n", b"0\r\n\r\n"), [400], CLOSED),
    ("quoted", post(b'Transfer-Encoding: "chunked"\r\n', b"0\r\n\r\n"), [400], CLOSED),
    ("no coding", post(b"Transfer-Encoding:\r\n", b"0\r\n\r\n"), [400], CLOSED),
    ("chunked in HTTP/1.0",
     b"POST /v1/sentiment HTTP/1.0\r\n" + JSON + CHUNKED + b"\r\n0\r\n\r\n", [400], CLOSED),
    ("Chunked", post(b"transfer-encoding: \t Chunked \r\n", b"13\r\n" + BODY + b"\r\n0\r\n\r\n"),
     [200], OPEN),
    # Chunks
    ("a chunk", chunked(*whole()), [200], OPEN),
    ("chunks of one byte", chunked(*(x for b in BODY for x in (b"1", bytes([b]))), b"0", b""),
     [200], OPEN),
    ("a blank line in a chunk",
     chunked(b"3", b'{"t', b"4", b"\r\n\r\n", b"0", b""), [400], OPEN),
    ("an extension", chunked(b"13;a=b", BODY, b"0;c", b""), [200], OPEN),
    ("an extension of 100 KB", chunked(b"13;a=" + b"b" * 100_000, BODY, b"0", b""), [400], CLOSED),
    ("extensions of 100 KB together",
     chunked(*(x for b in BODY * 5 for x in (b"1;a=" + b"b" * 1000, bytes([b]))), b"0", b""),
     [400], CLOSED),
    ("a line end in an extension", chunked(b"13;a\n", BODY, b"0", b""), [400], CLOSED),
    ("no size", chunked(b"", BODY, b"0", b""), [400], CLOSED),
    ("a size with 0x", chunked(b"0x13", BODY, b"0", b""), [400], CLOSED),
    ("a size with a sign", chunked(b"+13", BODY, b"0", b""), [400], CLOSED),
    ("a size below zero", chunked(b"-1", BODY, b"0", b""), [400], CLOSED),
    ("a size with an underscore", chunked(b"1_3", BODY, b"0", b""), [400], CLOSED),
    ("a blank before the size", chunked(b" 13", BODY, b"0", b""), [400], CLOSED),
    ("a blank after the size", chunked(b"13 ", BODY, b"0", b""), [400], CLOSED),
    ("a size beyond 64 bits", chunked(b"f" * 17, BODY, b"0", b""), [400], CLOSED),
    ("more in a chunk than it says", chunked(b"12", BODY, b"0", b""), [400], CLOSED),
    ("LF after a size", post(CHUNKED, b"13\n" + BODY + b"\r\n0\r\n\r\n"), [400], CLOSED),
    ("LF after a chunk", post(CHUNKED, b"13\r\n" + BODY + b"\n0\r\n\r\n"), [400], CLOSED),
    # Trailers
    ("a trailer", chunked(*whole(b"X: y")), [200], OPEN),
    ("a trailer of content", chunked(*whole(b"Content-Length: 5")), [400], CLOSED),
    ("a coding as a trailer", chunked(*whole(b"Transfer-Encoding: gzip")), [400], CLOSED),
    ("a trailer of 100 KB", chunked(*whole(b"X: " + b"y" * 100_000)), [400], CLOSED),
    ("10,000 trailers", chunked(*whole(*[b"X: y"] * 10_000)), [431], CLOSED),
    ("Connection: close as a trailer", chunked(*whole(b"Connection: close")), [200], OPEN),
    ("Upgrade as a trailer", chunked(*whole(b"Connection: upgrade", b"Upgrade: h2c")), [200], OPEN),
    ("a folded trailer", chunked(*whole(b"X: y", b" z")), [400], CLOSED),
    # Upgrade
    ("h2c, as Java asks", post(H2C + LENGTH), [200], OPEN),
    ("h2c with chunks", post(H2C + CHUNKED, b"13\r\n" + BODY + b"\r\n0\r\n\r\n"), [200], OPEN),
    ("h2c without a body", b"GET /livez HTTP/1.1\r\nHost: a\r\n" + H2C + b"\r\n", [200], OPEN),
    ("a body that looks like a request, and h2c",
     post(H2C + b"Content-Length: %d\r\n" % len(HIDDEN), HIDDEN), [400], OPEN),
    ("a GET with such a body, and Upgrade",
     get(host=b"Host: a\r\nConnection: Upgrade\r\nUpgrade: foo\r\nContent-Length: %d\r\n"
         % len(HIDDEN)) + HIDDEN, [200], OPEN),
    ("a WebSocket", get(host=b"Host: a\r\n" + WEBSOCKET), [200], OPEN),
    ("a WebSocket to an analysis",
     get(b"/v1/analyze", host=b"Host: a\r\n" + WEBSOCKET), [405], OPEN),
    ("TLS by Upgrade", post(b"Connection: upgrade\r\nUpgrade: TLS/1.0\r\n" + LENGTH), [200], OPEN),
    ("Upgrade without Connection", post(b"Upgrade: foo\r\n" + LENGTH), [200], OPEN),
    ("Upgrade and two lengths", post(H2C + LENGTH + LENGTH), [400], CLOSED),
    ("Upgrade without host", b"GET /livez HTTP/1.1\r\n" + H2C + b"\r\n", [400], CLOSED),
    # Pipelines
    ("three requests at once", get() + post(LENGTH) + get(), [200, 200, 200], OPEN),
    ("a request, and nonsense", get() + b"nonsense\r\n\r\n", [200, 400], CLOSED),
    ("what comes after the end",
     get(host=b"Host: a\r\nConnection: close\r\n") + get(), [200], CLOSED),
    ("a head after a body of 96 KB",
     post(b"Content-Length: %d\r\n" % len(WIDE), WIDE) + get(), [200, 200], OPEN),
    # Answers before the body
    ("a body nobody reads", post(LENGTH, path=b"/v1/none"), [404], OPEN),
    ("a long body nobody reads",
     post(b"Content-Length: %d\r\n" % len(BIG), BIG, b"/v1/none"), [404], CLOSED),
    ("a body too large", post(b"Content-Length: %d\r\n" % len(BIG), BIG), [413], CLOSED),
    ("a GET with a body", get(host=b"Host: a\r\n" + LENGTH) + BODY, [200], OPEN),
    # Expect
    ("Expect", post(EXPECT + LENGTH), [200], OPEN),
    ("Expect in other letters", post(b"Expect: 100-Continue\r\n" + LENGTH), [200], OPEN),
    ("Expect in HTTP/1.0",
     b"POST /v1/sentiment HTTP/1.0\r\n" + JSON + EXPECT + LENGTH + b"\r\n" + BODY, [200], CLOSED),
    ("an expectation nobody knows", post(b"Expect: 200-ok\r\n" + LENGTH), [417], CLOSED),
    ("two expectations", post(b"Expect: 100-continue, x\r\n" + LENGTH), [417], CLOSED),
]  # fmt: skip


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """The port of a server."""
    with serving(create_app(settings(log_level="error"), FakeEngine())) as found:
        yield found


@pytest.mark.parametrize(
    ("sent", "statuses", "goes_on"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE]
)
def test_the_table(port: int, sent: bytes, statuses: list[int], goes_on: bool) -> None:
    answers, open_ = exchanged(port, sent)
    final = [answer for answer in answers if answer.status != 100]
    assert ([answer.status for answer in final], open_) == (statuses, goes_on)
    for answer in final:
        request_id = answer.headers["x-request-id"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        if answer.status >= 400:
            assert answer.headers["content-type"] == "application/problem+json"
            assert answer.json["status"] == answer.status
            assert answer.json["instance"] == f"urn:copydesk:request:{request_id}"


@pytest.mark.parametrize(
    ("sent", "statuses", "goes_on"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE]
)
def test_it_is_the_same_in_pieces(
    port: int, sent: bytes, statuses: list[int], goes_on: bool
) -> None:
    if len(sent) > 2000:
        step = len(sent) // 7 + 1
        parts = [sent[i : i + step] for i in range(0, len(sent), step)]
    else:
        parts = [sent[i : i + 5] for i in range(0, len(sent), 5)]
    answers, open_ = exchanged(port, *parts)
    found = [answer.status for answer in answers if answer.status != 100]
    assert (found, open_) == (statuses, goes_on)
