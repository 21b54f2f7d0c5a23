"""Malformed heads: a short answer or the end of the connection, and the next caller is served."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from tests.chaos.conftest import Tried
from tests.chaos.leaks import leak
from tests.chaos.record import tally
from tests.chaos.wire import CUT, Line, get
from tests.server.workers.conftest import Served

_GOOD = b'POST /v1/sentiment HTTP/1.1\r\nHost: x\r\nContent-Length: 15\r\n\r\n{"text":"Good"}'
_POST = b"POST /v1/sentiment HTTP/1.1\r\n"
_ODD = (
    b"\r\n\r\n\r\n\r\n",
    b"GET / HTTP/9.9\r\n\r\n",
    b"GET /\r\n\r\n",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 64,
    b"GET /%00%ff%2e%2e/ HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET /../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET http://elsewhere.example/ HTTP/1.1\r\nHost: x\r\n\r\n",
    b"CONNECT elsewhere.example:443 HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET /livez HTTP/1.1\r\n" + b"X: y\r\n" * 5000 + b"\r\n",
    b"GET /livez?" + b"a=b&" * 20_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET /livez HTTP/1.1\r\nHost: x\r\n folded: y\r\n\r\n",
    b"GET /livez HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
    _POST + b"Content-Length: -1\r\n\r\n",
    _POST + b"Content-Length: 9" + b"9" * 30 + b"\r\n\r\n",
    _POST + b"Content-Length: 3\r\nContent-Length: 4\r\n\r\n{}{}",
    _POST + b"Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n",
    _POST + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
    _POST + b"Transfer-Encoding: chunked\r\n\r\nZZ\r\nxx\r\n0\r\n\r\n",
    _POST + b"Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\nx",
    _POST + b"Host: x\r\nX-Request-Timeout: nan\r\nContent-Length: 2\r\n\r\n{}",
    _POST + b"Host: x\r\nX-API-Key: \xff\xfe\r\nContent-Length: 2\r\n\r\n{}",
)


def heads(seed: int, count: int) -> Iterator[bytes]:
    """The odd ones, then random changes of a good request and of the odd ones."""
    yield from _ODD
    chance = random.Random(seed)
    for _ in range(count - len(_ODD)):
        data = bytearray(chance.choice((_GOOD, _GOOD, *_ODD)))
        for _ in range(chance.choice((1, 1, 2, 5))):
            place = chance.randrange(min(len(data), 120))
            match chance.randrange(4):
                case 0:
                    data[place] = chance.randrange(256)
                case 1:
                    data[place:place] = chance.randbytes(chance.choice((1, 4, 60)))
                case 2:
                    del data[place : place + chance.choice((1, 2, 20))]
                case _:
                    data[place:place] = chance.choice((b"\r\n", b"\r", b"\n", b"\0", b": ", b" "))
            if not data:
                break
        yield bytes(data)


def volley(port: int, seed: int, count: int) -> list[int | str]:
    """What came of each head on a connection of its own; a caller's silence is its end."""
    seen: list[int | str] = []
    for number, data in enumerate(heads(seed, count)):
        with Line(port) as line:
            line.send(data)
            line.half_close()
            answer = line.answer()
        inside = leak(answer.head, answer.body.decode("latin-1"))
        assert inside is None, (seed, number, data, inside)
        assert answer.status == CUT or int(answer.status) < 500, (seed, number, data, answer)
        seen.append(answer.status)
    return seen


def test_a_few_malformed_heads(port: int) -> None:
    volley(port, seed=0, count=100)
    assert get(port, "/livez").status == 200


@pytest.mark.chaos
def test_a_thousand_malformed_heads(lone: Served, tried: Tried) -> None:
    seen = volley(lone.port, seed=1, count=1000)
    assert lone.sentiment("Good.").status_code == 200
    tried("Malformed input", "heads of requests: bytes changed, smuggling", "1,000", tally(seen))
