"""HTTP/1.1 on one connection: uvicorn's protocol, with one request at a time.

It decides what llhttp and uvicorn leave open. Pipelined requests wait as bytes, of which only few
are held. Trailers are dropped. `Upgrade` is ignored, as RFC 9110 allows. Heads must obey
`head_rules` and `request_target`. Every error is answered with a problem, and then the connection
closes.
"""

from __future__ import annotations

import asyncio
import time
from typing import Any, ClassVar

import httptools
from uvicorn.protocols.http.flow_control import HIGH_WATER_LIMIT

from service.api.errors.problems import (
    HeadTooLarge,
    InternalError,
    MalformedRequest,
    MethodNotAllowed,
    Problem,
    TargetTooLong,
)
from service.api.request import head_rules
from service.server.protocol.closing import Closing
from service.server.protocol.exchange import Exchange
from service.server.protocol.framing import BETWEEN, HEAD
from service.server.protocol.keep_alive import KeepAlive
from service.server.protocol.request_target import target_of

_VERSIONS = ("1.1", "1.0")
_METHODS = "DELETE, GET, HEAD, POST"
_MALFORMED = "What came is no valid HTTP request."


Fields = dict[bytes, bytes]


class HttpProtocol(Closing, KeepAlive):
    """Puts `began`, the time of the first byte, and `head_checked` into scopes."""

    head_fields: ClassVar[int] = 128
    target_bytes: ClassVar[int] = 8 * 1024
    surplus_bytes: ClassVar[int] = 16 * 1024  # of trailers and of the framing of chunks
    drain_bytes: ClassVar[int] = 4 * 1024 * 1024  # of a body that arrive after its answer

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parser = httptools.HttpRequestParser(self)  # without uvicorn's leniency
        self.noted: dict[str, Any] = {}  # entries that `refused_at_head` adds to the scope
        self._fault: Problem | None = None
        self._upgrading = False
        self._body = self._drained = 0

    def feed(self, piece: bytes) -> None:
        """Pass a piece to the parser and handle the outcome."""
        framing = self.framing
        before = framing.part
        self._body = self.chunks = 0
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
            framing.parsed(piece, before, self._body, self.chunks)
            self._check(piece)
        elif framing.part == BETWEEN and self.headers:
            # llhttp obeys trailers: after `Connection: close` in one it would stop parsing.
            self.parser = httptools.HttpRequestParser(self)
            self.headers = []

    def _check(self, piece: bytes) -> None:
        framing = self.framing
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
        elif not self.answering():
            self._drained += len(piece)
            if self._drained > self.drain_bytes:
                self.hang_up()

    def _too_many_fields(self) -> Problem:
        return HeadTooLarge(f"The head of a request has at most {self.head_fields} fields.")

    def _replay(self) -> None:
        """Parse the head again without `Upgrade`, after which llhttp would not parse the body."""
        line = b"%s %s HTTP/%s" % (
            self.parser.get_method(),
            self.url,
            self.parser.get_http_version().encode(),
        )
        fields = [b"%s: %s" % field for field in self.head if field[0] != b"upgrade"]
        self._upgrading = False
        self.parser = httptools.HttpRequestParser(self)
        self.feed(b"\r\n".join([line, *fields, b"", b""]))

    def on_message_begin(self) -> None:
        """See `httptools.HttpRequestParser`."""
        self.url = b""
        self.headers = self.head = []
        self.taken = False
        if self.framing.part != HEAD:  # not when `_replay` parses a head again
            self.began = time.monotonic()
        self.framing.begin()

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
        self.headers = []  # from here on it collects trailers, which are not used
        self.noted = {}
        self._drained = 0
        chunked = b"transfer-encoding" in fields
        self.framing.body(None if chunked else int(fields.get(b"content-length", 0)))
        if not self.refused_at_head(method, version, fields):
            self._begin(method, version, fields)
        self.taken = True

    def _head_fault(self, method: bytes, version: str, fields: Fields) -> Problem | None:
        if version not in _VERSIONS:
            return MalformedRequest("HTTP is spoken here in versions 1.0 and 1.1.")
        if method == b"CONNECT":
            return MethodNotAllowed("This is no proxy.", headers={"Allow": _METHODS})
        if len(self.head) > self.head_fields:
            return self._too_many_fields()
        return head_rules.fault(version, self.head, fields)

    def refused_at_head(self, method: bytes, version: str, fields: Fields) -> bool:
        """Answer a request that is refused by its head alone. Whether it was answered."""
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
            "began": self.began,
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
        self.chunks += 1
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
        self.framing.end()
        self.taken = False
        if not self.cycle.response_complete:
            self.cycle.more_body = False
            self.cycle.message_event.set()

    def can_drain(self) -> bool:
        """Whether the rest of the body is short enough to be read and dropped."""
        return self.framing.left <= self.drain_bytes

    def _rejected(self, problem: Problem) -> Exception:
        """The exception that a callback raises to end the parsing with a problem."""
        self._fault = problem
        return problem
