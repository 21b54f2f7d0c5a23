"""Floods that a caller without a key can send, and the memory that they take."""

from __future__ import annotations

import contextlib
import re
import socket
from dataclasses import dataclass
from pathlib import Path

from tests.server.workers.conftest import Served

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


@dataclass(frozen=True, slots=True)
class Flood:
    """What came of one: MiB that were taken, and by which memory grew; seconds of processor."""

    taken: float
    grown: float
    seconds: float


def resident(pid: int) -> float:
    """MiB that a process has in memory."""
    found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    assert found
    return int(found[1]) / 1024


def processor(pid: int) -> float:
    """Seconds of processor that the first thread of a process has had."""
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9


def flood(served: Served, first: bytes, block: bytes, size: int) -> Flood:
    """Send so many bytes, or what is taken of them in a while, on one connection."""
    pid = served.process.pid
    before = peak = resident(pid)
    began = processor(pid)
    sent = 0
    with socket.create_connection(("127.0.0.1", served.port), timeout=1) as line:
        with contextlib.suppress(OSError):  # hung up on, or not read any more
            line.sendall(first)
            while sent < size:
                line.sendall(block)
                sent += len(block)
                peak = max(peak, resident(pid))
        served.until(lambda: served.status("/livez") == 200)
        peak = max(peak, resident(pid))
    return Flood(sent / MIB, peak - before, processor(pid) - began)
