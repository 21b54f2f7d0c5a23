"""HTTP/1.1 on one connection: uvicorn's protocol, one request at a time and nothing twice.

What llhttp and uvicorn leave open is decided here. Requests behind another one wait as bytes, of
which few are held; trailers are dropped; `Upgrade` is ignored, as RFC 9110 allows, and so the
body stays a body; heads obey `head` and `target`; and every error is a problem, after which the
connection closes.
"""

from __future__ import annotations

import asyncio
import time
from typing import Any, ClassVar

import httptools
from uvicorn.protocols.http.flow_control import HIGH_WATER_LIMIT
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from service.http.problems import (
    HeadTooLarge,
    InternalError,
    MalformedRequest,
    MethodNotAllowed,
    Problem,
    TargetTooLong,
)
from service.server import head
from service.server.error_answer import ERRORS, rendered
from service.server.exchange import Exchange
from service.server.framing import BETWEEN, HEAD, Framing
from service.server.lingering import Lingering
from service.server.reading import ReadControl
from service.server.target import target_of

_PIECES_A_TURN = 16  # of the event loop, in which others wait
_VERSIONS = ("1.1", "1.0")
_METHODS = "DELETE, GET, HEAD, POST"
_MALFORMED = "What came is no valid HTTP request."


Fields = dict[bytes, bytes]


class HttpProtocol(HttpToolsProtocol):
    """Puts `began`, the time of the first byte, and `head_checked` into scopes."""

    head_bytes: ClassVar[int] = 64 * 1024
    head_fields: ClassVar[int] = 128
    target_bytes: ClassVar[int] = 8 * 1024
    held_bytes: ClassVar[int] = 64 * 1024  # of later requests; then nothing is read
    surplus_bytes: ClassVar[int] = 16 * 1024  # trailers, and what chunks are wrapped in
    drain_bytes: ClassVar[int] = 4 * 1024 * 1024  # of a body after its answer
    linger_seconds: ClassVar[float] = 5.0
    linger_bytes: ClassVar[int] = 64 * 1024 * 1024

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parser = httptools.HttpRequestParser(self)  # without uvicorn's leniency
        self._framing = Framing(self.head_bytes)
        self._held, self._at = b"", 0
        self._next: asyncio.Handle | None = None
        self._parsing = self._deaf = self._upgrading = False
        self._lingering: Lingering | None = None
        self._fault: Problem | None = None
        self._body = self._chunks = self._drained = 0
        self._began = 0.0
        self.head: list[tuple[bytes, bytes]] = []
        self.idle_since: float | None = None  # since when no request is being sent or answered
        self.noted: dict[str, Any] = {}  # for the scope, by who looked at the head
        self.url = b""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """See `asyncio.Protocol`."""
        super().connection_made(transport)
        self.flow = ReadControl(transport)

    def connection_lost(self, exc: Exception | None) -> None:
        """See `asyncio.Protocol`."""
        self._held = b""
        if self._lingering is not None:
            self._lingering.leave()
        if self.timeout_keep_alive_task is not None:
            self.timeout_keep_alive_task.cancel()
        super().connection_lost(exc)

    def shutdown(self) -> None:
        """See uvicorn."""
        if self._lingering is not None:
            self.transport.close()
        else:
            super().shutdown()

    # Bytes

    def data_received(self, data: bytes) -> None:
        """See `asyncio.Protocol`."""
        if self._lingering is not None:
            self._lingering.dropped(data)
        elif self._held:
            self._hold(self._held[self._at :] + data, 0)
        else:
            self._unset_keepalive_if_required()
            self._parse(data, 0)
            self.parsed()

    def parsed(self) -> None:
        """What came has been parsed, or waits."""

    def _go_on(self) -> None:
        self._next = None
        if self._deaf or self.transport.is_closing():
            return
        data, self._held, self.flow.full = self._held, b"", False  # type: ignore[attr-defined]
        self._unset_keepalive_if_required()
        self._parse(data, self._at)
        cycle = self.cycle
        full = cycle is not None and not cycle.response_complete
        if not (full and len(cycle.body) > HIGH_WATER_LIMIT):
            self.flow.resume_reading()
        self.parsed()

    def _parse(self, data: bytes, at: int) -> None:
        """Piece after piece, until a request is whole that must be answered before the next."""
        self._parsing = True
        framing, size = self._framing, len(data)
        for _ in range(_PIECES_A_TURN):
            if framing.part == BETWEEN:
                if self._deaf or self._answering():
                    break
                at = framing.skip(data, at)
                if at == size:
                    break
            end = framing.piece(data, at)
            self._feed(data[at:end])
            at = end
            if at == size or self._deaf:
                break
        self._parsing = False
        if at < size and not self._deaf:
            self._hold(data, at)
            if framing.part != BETWEEN or not self._answering():
                self._soon()

    def _answering(self) -> bool:
        """Whether there is no answer yet to the last request."""
        return self.cycle is not None and not self.cycle.response_complete

    def _hold(self, data: bytes, at: int) -> None:
        self._held, self._at = data, at
        if len(data) - at > self.held_bytes:
            self.flow.full = True  # type: ignore[attr-defined]
            self.flow.pause_reading()

    def _soon(self) -> None:
        if self._next is None:
            self._next = self.loop.call_soon(self._go_on)

    def _feed(self, piece: bytes) -> None:
        framing = self._framing
        before = framing.part
        self._body = self._chunks = 0
        try:
            self.parser.feed_data(piece)
        except httptools.HttpParserUpgrade:
            return self._replay()
        except httptools.HttpParserCallbackError as error:
            if self._fault is None:
                self.logger.error("a callback of the parser failed", exc_info=error.__context__)
            return self.end(self._fault or InternalError("The request could not be read."))
        except httptools.HttpParserError:
            return self.end(MalformedRequest(_MALFORMED))
        if framing.part == HEAD or framing.part == before != BETWEEN:
            framing.parsed(piece, before, self._body, self._chunks)
            self._check(piece)

    def _check(self, piece: bytes) -> None:
        framing = self._framing
        if framing.part == HEAD:
            if framing.head_too_long:
                detail = f"The head of a request has at most {self.head_bytes} bytes."
                self.end(HeadTooLarge(detail))
            elif len(self.headers) > self.head_fields:
                self.end(self._too_many_fields())
        elif framing.surplus > self.surplus_bytes:
            if self.headers:
                detail = f"The trailers of a request have at most {self.surplus_bytes} bytes."
                self.end(HeadTooLarge(detail))
            else:
                self.end(MalformedRequest("The chunks of the body hold too little content."))
        elif not self._answering():
            self._drained += len(piece)
            if self._drained > self.drain_bytes:
                self.hang_up()

    def _too_many_fields(self) -> Problem:
        return HeadTooLarge(f"The head of a request has at most {self.head_fields} fields.")

    def _replay(self) -> None:
        """The head again, without the `Upgrade` for which llhttp would leave the body alone."""
        line = b"%s %s HTTP/%s" % (
            self.parser.get_method(),
            self.url,
            self.parser.get_http_version().encode(),
        )
        fields = [b"%s: %s" % field for field in self.head if field[0] != b"upgrade"]
        self._upgrading = False
        self.parser = httptools.HttpRequestParser(self)
        self._feed(b"\r\n".join([line, *fields, b"", b""]))

    # What the parser finds

    def on_message_begin(self) -> None:
        """See `httptools.HttpRequestParser`."""
        self.url = b""
        self.headers = self.head = []
        if self._framing.part != HEAD:  # else it is said again
            self._began = time.monotonic()
        self._framing.begin()

    def on_url(self, url: bytes) -> None:
        """See `httptools.HttpRequestParser`."""
        self.url += url
        if len(self.url) > self.target_bytes:
            detail = f"The target of a request has at most {self.target_bytes} bytes."
            raise self._rejected(TargetTooLong(detail))

    def on_header(self, name: bytes, value: bytes) -> None:
        """See `httptools.HttpRequestParser`; also called for trailers."""
        self.headers.append((name.lower(), value))

    def on_headers_complete(self) -> None:
        """See `httptools.HttpRequestParser`."""
        parser = self.parser
        method = parser.get_method()
        if parser.should_upgrade() and method != b"CONNECT":
            self._upgrading = True
            return
        version = parser.get_http_version()
        fields = dict(self.head)
        if problem := self._head_fault(method, version, fields):
            raise self._rejected(problem)
        self.headers = []  # for trailers, which nobody asks for
        self.noted = {}
        self._drained = 0
        chunked = b"transfer-encoding" in fields
        self._framing.body(None if chunked else int(fields.get(b"content-length", 0)))
        if not self.refused_at_head(method, version, fields):
            self._begin(method, version, fields)

    def _head_fault(self, method: bytes, version: str, fields: Fields) -> Problem | None:
        if version not in _VERSIONS:
            return MalformedRequest("HTTP is spoken here in versions 1.0 and 1.1.")
        if method == b"CONNECT":
            return MethodNotAllowed("This is no proxy.", headers={"Allow": _METHODS})
        if len(self.head) > self.head_fields:
            return self._too_many_fields()
        return head.fault(version, self.head, fields)

    def refused_at_head(self, method: bytes, version: str, fields: Fields) -> bool:
        """Whether the request was answered already, and is not for the app."""
        return False

    def _begin(self, method: bytes, version: str, fields: Fields) -> None:
        try:
            path, raw_path, query = target_of(self.url, fields.get(b"host"))
        except Problem as problem:
            raise self._rejected(problem) from None
        scope: Any = {
            "type": "http",
            "asgi": {"version": self.asgi_version, "spec_version": "2.3"},
            "http_version": version,
            "server": self.server,
            "client": self.client,
            "scheme": self.scheme,
            "root_path": self.root_path,
            "headers": self.head,
            "state": self.app_state.copy(),
            "method": method.decode("ascii"),
            "path": self.root_path + path,
            "raw_path": self.root_path.encode("ascii") + raw_path,
            "query_string": query,
            "began": self._began,
            "head_checked": True,
            **self.noted,
        }
        self.scope = scope
        self.cycle = Exchange(
            self,
            scope=self.scope,
            flow=self.flow,
            logger=self.logger,
            access_logger=self.access_logger,
            access_log=self.access_log,
            default_headers=self.server_state.default_headers,
            message_event=asyncio.Event(),
            expect_100_continue=b"expect" in fields and version == "1.1",
            keep_alive=version == "1.1" and self.parser.should_keep_alive(),
            on_response=self.on_response_complete,
        )
        self._start_asgi_task(self.cycle, self.app)

    def on_body(self, body: bytes) -> None:
        """See `httptools.HttpRequestParser`."""
        self._body += len(body)
        self._chunks += 1
        cycle = self.cycle
        if cycle.response_complete:
            return
        cycle.body += body
        if len(cycle.body) > HIGH_WATER_LIMIT:
            self.flow.pause_reading()
        cycle.message_event.set()

    def on_message_complete(self) -> None:
        """See `httptools.HttpRequestParser`."""
        if self._upgrading:
            return
        self._framing.end()
        if not self.cycle.response_complete:
            self.cycle.more_body = False
            self.cycle.message_event.set()

    def on_response_complete(self) -> None:
        """See uvicorn; its timer, made anew for every answer, is here one for the connection."""
        self.server_state.total_requests += 1
        if self.transport.is_closing():
            return
        self.flow.resume_reading()
        self.idle_since = self.loop.time()
        if self.timeout_keep_alive_task is None:
            self._look_again(self.timeout_keep_alive)
        if self._held and not self._parsing:
            self._soon()

    def _unset_keepalive_if_required(self) -> None:
        self.idle_since = None

    def _look_again(self, seconds: float) -> None:
        self.timeout_keep_alive_task = self.loop.call_later(seconds, self._look)

    def _look(self) -> None:
        """Whether the connection has been idle for too long."""
        self.timeout_keep_alive_task = None
        if self.idle_since is not None:
            left = self.idle_since + self.timeout_keep_alive - self.loop.time()
            if left > 0:
                self._look_again(left)
            else:
                self.timeout_keep_alive_handler()

    # Ends

    def can_drain(self) -> bool:
        """Whether what is left of the body is little enough to be read and dropped."""
        return self._framing.left <= self.drain_bytes

    def _rejected(self, problem: Problem) -> Exception:
        """What a callback raises to end the parsing with a problem."""
        self._fault = problem
        return problem

    def end(self, problem: Problem) -> None:
        """Answer with a problem, where there can be an answer, and hang up."""
        cycle = self.cycle
        running = cycle is not None and not cycle.response_complete
        if running:  # it is its body that is wrong
            cycle.disconnected = True
            cycle.message_event.set()
        if not (running and cycle.response_started):
            self._write(problem)
        if not running:
            # Without a target the method is unknown, or that of an earlier request.
            method = self.parser.get_method().decode("ascii") if self.url else "other"
            began = self._began or time.monotonic()
            ERRORS.count(self.app_state.get("metrics"), method, problem, began)
        self.hang_up()

    def _write(self, problem: Problem) -> None:
        headers, body = rendered(problem, self.head)
        parts = [STATUS_LINE[problem.status]]
        for name, value in (*self.server_state.default_headers, *headers):
            parts += (name, b": ", value, b"\r\n")
        self.transport.write(b"".join((*parts, b"\r\n", body)))

    def hang_up(self) -> None:
        """Close, and let a caller who still sends read the answer."""
        self._deaf = True
        self._held = b""
        self._unset_keepalive_if_required()
        if self._lingering is None and not self.transport.is_closing():
            self.flow.full = False  # type: ignore[attr-defined]
            self.flow.resume_reading()
            self._lingering = Lingering(
                self.transport,
                seconds=self.linger_seconds,
                bytes_=self.linger_bytes,
                ended=self.timeout_keep_alive_handler,
            )
