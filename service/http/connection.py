"""One connection: uvicorn's, with limits for the head of a request, which it lacks.

A caller who sends half a head and nothing more would else hold a connection for ever.
"""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any, ClassVar

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from service.http.problems import MEDIA_TYPE, HeadTooLarge, HeadTooSlow, Problem


class Connection(HttpToolsProtocol):
    """For uvicorn's `http` setting. Puts `began`, the time of the first byte, into scopes."""

    head_seconds: ClassVar[float] = 10.0  # from the first byte, or from connecting
    head_bytes: ClassVar[int] = 64 * 1024

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._timer: asyncio.TimerHandle | None = None
        self._in_head = False
        self._seen = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """See `asyncio.Protocol`."""
        super().connection_made(transport)
        self._arm()

    def connection_lost(self, exc: Exception | None) -> None:
        """See `asyncio.Protocol`."""
        self._disarm()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """See `asyncio.Protocol`."""
        super().data_received(data)
        if self.transport.is_closing():
            return
        if self._in_head:
            self._seen += len(data)
            if self._seen > self.head_bytes:
                detail = f"The head of a request has at most {self.head_bytes} bytes."
                return self._end(HeadTooLarge(detail))
        # Between requests: part of a head, or the body of a request that was refused unread.
        if self._timer is None and (self.cycle is None or self.cycle.response_complete):
            self._arm()

    def on_message_begin(self) -> None:
        """See `httptools.HttpRequestParser`."""
        super().on_message_begin()
        self.scope["began"] = time.monotonic()  # type: ignore[typeddict-unknown-key]
        self._in_head = True
        self._seen = 0

    def on_headers_complete(self) -> None:
        """See `httptools.HttpRequestParser`."""
        self._in_head = False
        self._disarm()
        super().on_headers_complete()

    def _arm(self) -> None:
        self._timer = self.loop.call_later(self.head_seconds, self._late)

    def _disarm(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _late(self) -> None:
        self._timer = None
        if self.transport.is_closing():
            return
        if self._in_head:
            detail = f"The head of the request did not arrive within {self.head_seconds:g} s."
            self._end(HeadTooSlow(detail))
        else:
            self.transport.close()

    def _end(self, problem: Problem) -> None:
        self._disarm()
        body = json.dumps(problem.body()).encode()
        head = f"content-type: {MEDIA_TYPE}\r\ncontent-length: {len(body)}\r\n"
        self.transport.write(
            STATUS_LINE[problem.status] + head.encode() + b"connection: close\r\n\r\n" + body
        )
        self.transport.close()
