"""One connection, with time limits for slow callers and load shedding before the app.

Without the limits, a caller who sends half a head, or who does not read the answer, would hold a
connection forever. A request that load shedding refuses is answered here, without a scope, a task
and the middleware. This is a sixth of the cost, which matters at ten times the load.
"""

from __future__ import annotations

import asyncio
from typing import Any, ClassVar

from uvicorn.protocols.http.httptools_impl import STATUS_LINE

from service.admission.permit import Permit
from service.api.errors.problems import HeadTooSlow, Problem
from service.api.overload import ALWAYS_LINES, Headers, OverloadGate
from service.server.protocol.connection_group import ConnectionGroup
from service.server.protocol.framing import HEAD
from service.server.protocol.http_protocol import HttpProtocol
from service.server.protocol.lingering_close import LingeringTransport
from service.server.protocol.write_timeout import WriteTimeout


class _Answered:
    """Replaces uvicorn's cycle of an answered request, so that the rest of its body is dropped."""

    response_complete = True
    disconnected = False
    message_event = asyncio.Event()


_ANSWERED: Any = _Answered()
_CLOSE = (b"connection", b"close")


class Connection(HttpProtocol):
    """The protocol class for uvicorn's `http` setting, together with a `ConnectionGroup`."""

    head_seconds: ClassVar[float] = 10.0  # for a head, from its first byte or from connecting
    read_seconds: ClassVar[float] = 30.0  # in which the caller may read nothing of an answer

    def __init__(self, *args: Any, group: ConnectionGroup, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._connection_limit, self._coalescer = group.limit, group.coalescer
        self._timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """See `asyncio.Protocol`."""
        super().connection_made(transport)
        self._write_timeout = WriteTimeout(transport, self.loop, self.read_seconds)
        self._connection_limit.enter(transport, len(self.connections))
        self._arm()

    def connection_lost(self, exc: Exception | None) -> None:
        """See `asyncio.Protocol`."""
        self._disarm()
        self._write_timeout.leave()
        self._connection_limit.leave(self.transport)
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        """See `asyncio.Protocol`."""
        super().pause_writing()
        self._write_timeout.watch()

    def resume_writing(self) -> None:
        """See `asyncio.Protocol`."""
        self._write_timeout.leave()
        super().resume_writing()

    def timeout_keep_alive_handler(self) -> None:
        """See uvicorn. Without the timeout, an unread answer would keep the connection open."""
        super().timeout_keep_alive_handler()
        self._write_timeout.watch()

    def eof_received(self) -> None:
        """See `asyncio.Protocol`; the transport closes next."""
        self._coalescer.flush()

    def shutdown(self) -> None:
        """See uvicorn."""
        self._coalescer.flush()
        super().shutdown()

    def parsed(self) -> None:
        """See `HttpProtocol`."""
        if self.parsing_ended or self.transport.is_closing():
            return
        # The timer limits part of a head, and the body of a request that was refused unread. If
        # the refusal was just sent, the keep-alive timeout applies.
        timed = self._timer is not None or self.idle_since is not None
        if not timed and (self.cycle is None or self.cycle.response_complete):
            self._arm()

    def on_headers_complete(self) -> None:
        """See `httptools.HttpRequestParser`."""
        self._disarm()
        super().on_headers_complete()

    def refused_at_head(self, method: bytes, version: str, fields: dict[bytes, bytes]) -> bool:
        """Answer a request that is refused, or note the permit of an admitted one.

        Unusual requests are left to the middleware.
        """
        gate: OverloadGate | None = self.app_state.get("overload_gate")
        path = self.url.decode("latin-1")
        if gate is None or not gate.covers(method.decode("ascii"), path):
            return False
        if self.root_path or self.flow.write_paused or not gate.answers_alone(fields):
            return False
        found = gate.check(path, fields, self.began, cheaply=True)
        if isinstance(found, Permit):
            self.noted = {"permit": found}  # the middleware `load_shedding` ends it
            return False
        sent, body = gate.varying(found, fields)
        keep = version == "1.1" and self.parser.should_keep_alive() and self.can_drain()
        if not keep and _CLOSE not in sent:
            sent.append(_CLOSE)
        self._answer(gate.status, sent, body)
        gate.count(found, path, self.began)
        return True

    def _answer(self, status: int, headers: Headers, body: bytes) -> None:
        """Send a whole answer before any of the request's body has arrived."""
        parts = [STATUS_LINE[status], ALWAYS_LINES]
        for name, value in (*self.server_state.default_headers, *headers):
            parts += (name, b": ", value, b"\r\n")
        whole = b"".join((*parts, b"\r\n", body))
        if last := _CLOSE in headers:
            self.parsing_ended = True
            lingering: Any = LingeringTransport(self.transport, self.hang_up)
            self._coalescer.put(lingering, whole, last=last)
        else:
            self._coalescer.put(self.transport, whole, last=last)
        self.cycle = _ANSWERED
        self.on_response_complete()

    def on_message_complete(self) -> None:
        """See `httptools.HttpRequestParser`."""
        super().on_message_complete()
        if self.cycle is not None and not self.cycle.response_complete:
            self._connection_limit.leave(self.transport)

    def on_response_complete(self) -> None:
        """See uvicorn."""
        super().on_response_complete()
        if self.cycle.response_complete and not self.transport.is_closing():
            self._connection_limit.wait(self.transport)

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
        if self.framing.part == HEAD:
            detail = f"The head of the request did not arrive within {self.head_seconds:g} s."
            self.end(HeadTooSlow(detail))
        else:
            self.transport.close()

    def end(self, problem: Problem) -> None:
        """See `HttpProtocol`. Earlier answers are sent first."""
        self._coalescer.flush()
        super().end(problem)

    def hang_up(self) -> None:
        """See `HttpProtocol`."""
        self._disarm()
        super().hang_up()
        self._connection_limit.wait(self.transport)
