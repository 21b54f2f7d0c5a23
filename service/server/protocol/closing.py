"""Ends connections, if possible with a problem that a caller who is still sending can read."""

from __future__ import annotations

import time
from typing import Any, ClassVar

from uvicorn.protocols.http.httptools_impl import STATUS_LINE

from service.api.errors.problems import Problem
from service.server.protocol.error_response import ERRORS, rendered
from service.server.protocol.flow_control import RequestReading
from service.server.protocol.lingering_close import Lingering


class Closing(RequestReading):
    """Answers invalid requests without the app, and closes the connection after a lingering time.

    A socket that is closed with unread bytes resets the connection, and the caller may then lose
    the answer.
    """

    linger_seconds: ClassVar[float] = 5.0
    linger_bytes: ClassVar[int] = 64 * 1024 * 1024

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.url = b""
        self.head: list[tuple[bytes, bytes]] = []  # header fields of the request, without trailers
        self.began = 0.0  # the time of its first byte
        self.taken = False  # whether it was passed to the app, or answered at its head
        self._lingering: Lingering | None = None

    def connection_lost(self, exc: Exception | None) -> None:
        """See `asyncio.Protocol`."""
        if self._lingering is not None:
            self._lingering.leave()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """See `asyncio.Protocol`."""
        if self._lingering is not None:
            self._lingering.dropped(data)
        else:
            super().data_received(data)

    def shutdown(self) -> None:
        """See uvicorn."""
        if self._lingering is not None:
            self.transport.close()
        else:
            super().shutdown()

    def end(self, problem: Problem) -> None:
        """Answer with a problem, if an answer is possible, and close the connection.

        If a body turns out to be invalid after its request was answered, there is no second
        answer.
        """
        running = self.answering()
        if self.taken and not running:
            return self.hang_up()
        if running:
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        # Without a target the method is unknown: the parser still has that of an earlier request.
        method = self.parser.get_method().decode("ascii") if self.url else "other"
        if not (running and self.cycle.response_started):
            self._write(problem, with_body=method != "HEAD")
        if not running:
            began = self.began or time.monotonic()
            ERRORS.count(self.app_state.get("metrics"), method, problem, began)
        self.hang_up()

    def _write(self, problem: Problem, *, with_body: bool) -> None:
        headers, body = rendered(problem, self.head)
        parts = [STATUS_LINE[problem.status]]
        for name, value in (*self.server_state.default_headers, *headers):
            parts += (name, b": ", value, b"\r\n")
        self.transport.write(b"".join((*parts, b"\r\n", body if with_body else b"")))

    def hang_up(self) -> None:
        """Close the connection after a time in which the caller can read the answer."""
        self.stop_reading()
        self._unset_keepalive_if_required()
        if self._lingering is None and not self.transport.is_closing():
            self.flow.full = False
            self.flow.resume_reading()
            self._lingering = Lingering(
                self.transport,
                seconds=self.linger_seconds,
                bytes_=self.linger_bytes,
                ended=self.timeout_keep_alive_handler,
            )
