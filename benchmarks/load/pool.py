"""Raw HTTP/1.1 over persistent connections, with one protocol object for each."""

from __future__ import annotations

import asyncio
import re
import time
from collections import deque
from collections.abc import Callable
from typing import cast

from benchmarks.load.outcomes import BROKEN, UNANSWERED, Load, Outcome

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_RETRY = re.compile(rb"\r\nretry-after: *(\d+)", re.IGNORECASE)


class _Connection(asyncio.Protocol):
    """One connection with one request at a time. It notifies `pool` when it is free or lost."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._transport: asyncio.Transport | None = None
        self._buffer = bytearray()
        self._need = -1
        self._fresh = True
        self.due: float | None = None
        self._request = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """See `asyncio.Protocol`."""
        self._transport = cast(asyncio.Transport, transport)  # uvloop's is none by class

    def send(self, request: bytes, due: float) -> None:
        """Send a request that was due at a time."""
        assert self._transport is not None
        self.due, self._request, self._need = due, request, -1
        self._buffer.clear()
        self._transport.write(request)

    def close(self) -> None:
        """Hang up."""
        if self._transport is not None:
            self._transport.abort()

    def data_received(self, data: bytes) -> None:
        """See `asyncio.Protocol`."""
        self._buffer += data
        if self._need < 0:
            end = self._buffer.find(b"\r\n\r\n")
            if end < 0:
                return
            length = _LENGTH.search(self._buffer, 0, end + 2)
            if length is None:
                raise ValueError(f"no Content-Length in {bytes(self._buffer[:end])!r}")
            self._need = end + 4 + int(length[1])
        if len(self._buffer) < self._need or self.due is None:
            return
        due, self.due, self._fresh = self.due, None, False
        status = int(self._buffer[9:12])
        retry = _RETRY.search(self._buffer, 0, 2048) if status >= 400 else None
        last = b"\r\nconnection: close" in self._buffer[:2048].lower() if status >= 400 else False
        self._pool.answered(due, status, int(retry[1]) if retry else None)
        if last:
            self.close()
        else:
            self._pool.free(self)

    def connection_lost(self, error: Exception | None) -> None:
        """See `asyncio.Protocol`."""
        due, self.due = self.due, None
        # A server may close an idle connection while a request is sent, so it is retried.
        again = self._request if due is not None and not self._buffer and not self._fresh else None
        self._pool.lost(self, due, again)


class Pool:
    """Connections to one server, and the outcomes of all requests over them."""

    def __init__(self, port: int, most: int, seconds: float) -> None:
        self._port = port
        self._most = most
        self._opened = 0
        self._idle: list[_Connection] = []
        self._all: set[_Connection] = set()
        self._waiting: deque[tuple[bytes, float]] = deque()
        self._tasks: set[asyncio.Task[None]] = set()
        self.began = time.perf_counter()
        self.load = Load(seconds)
        self.left = 0
        self.nothing_left = asyncio.Event()
        self.on_answer: Callable[[int], None] = lambda status: None
        self._over = False

    def now(self) -> float:
        """Seconds since the start."""
        return time.perf_counter() - self.began

    def send(self, request: bytes, due: float) -> None:
        """Send over an idle connection, a new one, or when one gets idle."""
        self.left += 1
        self.nothing_left.clear()
        self._dispatch(request, due)

    def _dispatch(self, request: bytes, due: float) -> None:
        if self._idle:
            self._idle.pop().send(request, due)
        elif self._opened < self._most:
            self._opened += 1
            task = asyncio.ensure_future(self._open(request, due))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        else:
            self._waiting.append((request, due))

    async def _open(self, request: bytes, due: float) -> None:
        loop = asyncio.get_running_loop()
        try:
            _, made = await loop.create_connection(
                lambda: _Connection(self), "127.0.0.1", self._port
            )
        except OSError:
            self._opened -= 1
            self.answered(due, BROKEN, None)
            return
        self._all.add(made)
        made.send(request, due)

    def free(self, connection: _Connection) -> None:
        """Note that a connection is idle."""
        if self._waiting:
            connection.send(*self._waiting.popleft())
        else:
            self._idle.append(connection)

    def lost(self, connection: _Connection, due: float | None, again: bytes | None) -> None:
        """Note that a connection is closed; `due` identifies its request in flight."""
        self._all.discard(connection)
        if connection in self._idle:
            self._idle.remove(connection)
        self._opened -= 1
        if self._over:
            return
        if due is not None and again is not None:
            self._dispatch(again, due)
        elif due is not None:
            self.answered(due, BROKEN, None)
        if self._waiting and not self._idle:
            self._dispatch(*self._waiting.popleft())

    def answered(self, due: float, status: int, retry_after: int | None) -> None:
        """Count a request."""
        self.load.outcomes.append(Outcome(due, self.now(), status, retry_after))
        self.left -= 1
        if self.left == 0:
            self.nothing_left.set()
        self.on_answer(status)

    async def finish(self, drain_seconds: float) -> Load:
        """Wait for requests in flight, close the connections, and return the outcomes."""
        if self.left:
            try:
                await asyncio.wait_for(self.nothing_left.wait(), drain_seconds)
            except TimeoutError:
                pass
        self._over = True
        lost = [c.due for c in self._all if c.due is not None] + [due for _, due in self._waiting]
        for due in lost:
            self.load.outcomes.append(Outcome(due, self.now(), UNANSWERED))
        for task in list(self._tasks):
            task.cancel()
        for connection in list(self._all):
            connection.close()
        await asyncio.sleep(0)
        return self.load
