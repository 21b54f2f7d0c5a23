"""What a caller sends without a key is not kept: memory does not grow with it."""

from __future__ import annotations

import contextlib
import re
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.serving.conftest import Served, serving

MIB = 1 << 20
CHUNKED = (
    b"POST /v1/sentiment HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
    b"Transfer-Encoding: chunked\r\n\r\n"
)
GET = b"GET /livez HTTP/1.1\r\nHost: a\r\n\r\n"
FLOODS = {
    "pipelined requests": (b"", GET * 2000),
    "pipelined requests with bodies": (
        b"", (b"POST /v1/none HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n123456789") * 1000,
    ),
    "trailers": (CHUNKED + b"0\r\n", b"".join(b"x%05d:y\r\n" % i for i in range(7000))),
    "one trailer": (CHUNKED + b"0\r\nX: ", b"y" * 65536),
    "one chunk extension": (CHUNKED + b"1;x=", b"y" * 65536),
    "chunk extensions": (CHUNKED, (b"1;x=" + b"y" * 4000 + b"\r\n \r\n") * 16),
    "header fields": (GET[:-2], b"".join(b"x%05d:y\r\n" % i for i in range(7000))),
    "one header field": (GET[:-2] + b"X: ", b"y" * 65536),
    "a target": (b"GET /", b"y" * 65536),
    "a body nobody reads": (
        b"POST /livez HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999\r\n\r\n", b"y" * 65536,
    ),
    "blank lines": (b"", b"\r\n" * 32768),
}  # fmt: skip


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    """A service as a process of its own, for memory to be measured."""
    with serving() as start:
        yield start().ready()


def resident(pid: int) -> float:
    """MiB that a process has in memory."""
    found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    assert found
    return int(found[1]) / 1024


def flood(served: Served, first: bytes, block: bytes, size: int) -> float:
    """Send so many bytes, or what is taken of them in a while; MiB by which memory grew."""
    before = peak = resident(served.process.pid)
    sent = 0
    with socket.create_connection(("127.0.0.1", served.port), timeout=1) as line:
        with contextlib.suppress(OSError):  # hung up on, or not read any more
            line.sendall(first)
            while sent < size:
                line.sendall(block)
                sent += len(block)
                peak = max(peak, resident(served.process.pid))
        served.until(lambda: served.status("/livez") == 200)
        peak = max(peak, resident(served.process.pid))
    return peak - before


@pytest.mark.parametrize("name", FLOODS)
def test_memory_does_not_grow_with_what_is_sent(served: Served, name: str) -> None:
    first, block = FLOODS[name]
    flood(served, first, block, MIB)  # what is allocated once
    assert (
        flood(served, first, block, 16 * MIB) < 8
    )  # it was 60 a MiB for requests, 12 for trailers
