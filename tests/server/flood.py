"""Many concurrent callers in a separate process: `python -m tests.server.flood PORT …`.

It prints JSON: answers by status, the seconds that probes took, and the largest `Retry-After`.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import sys
import time
from collections import Counter

Answer = tuple[int, dict[bytes, bytes]]


class Line:
    """One connection that is kept open."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def ask(self, request: bytes) -> Answer:
        """Send a request and read its answer, on a new connection if the old one is closed.

        The server may close an idle connection while the request is on its way, so what gets
        no answer at all on a kept connection is sent once more.
        """
        if self._reader is not None and self._writer is not None:
            try:
                return await self._exchange(self._reader, self._writer, request)
            except ConnectionError:
                self.close()
            except asyncio.IncompleteReadError as error:
                self.close()
                if error.partial:
                    raise
        opened = await asyncio.open_connection("127.0.0.1", self._port)
        self._reader, self._writer = opened
        return await self._exchange(*opened, request)

    async def _exchange(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes
    ) -> Answer:
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        first, *rows = head.split(b"\r\n")[:-2]
        headers = dict(row.lower().split(b": ", 1) for row in rows)
        await reader.readexactly(int(headers[b"content-length"]))
        if headers.get(b"connection") == b"close":
            self.close()
        return int(first.split()[1]), headers

    def close(self) -> None:
        """Hang up."""
        if self._writer is not None:
            self._writer.close()
        self._reader = self._writer = None


def post(text: str) -> bytes:
    """A request for sentiment."""
    body = json.dumps({"text": text}).encode()
    head = "POST /v1/sentiment HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


async def flood(
    port: int, seconds: float, callers: int, pause: float, words: int
) -> dict[str, object]:
    """`callers` that ask again `pause` seconds after each answer, and probes beside them."""
    numbers = itertools.count()
    until = time.monotonic() + seconds
    statuses: Counter[int] = Counter()
    retry = 0
    taken: list[float] = []
    probes: dict[str, list[float]] = {path: [] for path in ("/livez", "/readyz", "/metrics")}

    async def call(i: int) -> None:
        nonlocal retry
        line = Line(port)
        await asyncio.sleep(pause * i / callers)
        while time.monotonic() < until:
            # No two sentences are alike, for a cache would answer those.
            request = post("".join(f"Ferry {next(numbers)} failed. " for _ in range(words // 3)))
            began = time.monotonic()
            try:
                status, headers = await line.ask(request)
            except (OSError, asyncio.IncompleteReadError):
                status, headers = 0, {}
                line.close()
            statuses[status] += 1
            retry = max(retry, int(headers.get(b"retry-after", b"0")))
            if status == 200:
                taken.append(time.monotonic() - began)
            await asyncio.sleep(pause)
        line.close()

    async def probe(path: str) -> None:
        line = Line(port)
        while time.monotonic() < until:
            began = time.monotonic()
            status, _ = await line.ask(f"GET {path} HTTP/1.1\r\nHost: a\r\n\r\n".encode())
            assert status == 200, (path, status)
            probes[path].append(time.monotonic() - began)
            await asyncio.sleep(0.02)
        line.close()

    await asyncio.gather(*(call(i) for i in range(callers)), *(probe(path) for path in probes))
    return {"statuses": statuses, "retry_after": retry, "taken": taken, "probes": probes}


if __name__ == "__main__":
    port, seconds, callers, pause, words = sys.argv[1:]
    found = flood(int(port), float(seconds), int(callers), float(pause), int(words))
    print(json.dumps(asyncio.run(found)))  # noqa: T201
