"""Passes bytes to the parser in pieces, so that at most one request is parsed ahead."""

from __future__ import annotations

import asyncio
from typing import Any, ClassVar

from uvicorn.protocols.http.flow_control import HIGH_WATER_LIMIT, FlowControl
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from service.server.protocol.framing import BETWEEN, Framing

# How much is parsed in one iteration of the event loop, while other connections wait. The unit is
# about 2 µs: a piece costs one, a chunk a quarter and a request sixteen.
_PER_ITERATION = 256
_REQUEST = 16


class ReadControl(FlowControl):
    """uvicorn's flow control, except that it does not resume reading while it is `full`."""

    full = False

    def resume_reading(self) -> None:
        """Resume reading unless enough bytes wait to be parsed."""
        if not self.full:
            super().resume_reading()


class RequestReading(HttpToolsProtocol):
    """Holds bytes that follow a request until it is answered; stops reading if they are many."""

    held_bytes: ClassVar[int] = 64 * 1024  # one read of the socket may exceed it
    head_bytes: ClassVar[int] = 64 * 1024

    flow: ReadControl

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.framing = Framing(self.head_bytes)
        self.parsing_ended = False  # whether all further bytes are ignored
        self.chunks = 0  # a lower bound of the chunks in the last piece
        self._held, self._at = b"", 0
        self._next: asyncio.Handle | None = None
        self._parsing = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """See `asyncio.Protocol`."""
        super().connection_made(transport)
        self.flow = ReadControl(transport)

    def connection_lost(self, exc: Exception | None) -> None:
        """See `asyncio.Protocol`."""
        self.stop_reading()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """See `asyncio.Protocol`."""
        if self._held:
            self._hold(self._held[self._at :] + data, 0)
        elif not self.parsing_ended:
            self._unset_keepalive_if_required()
            self._parse(data, 0)
            self.parsed()

    def on_response_complete(self) -> None:
        """See uvicorn."""
        super().on_response_complete()
        if self._held and not self._parsing:
            self._soon()

    def feed(self, piece: bytes) -> None:
        """Pass a piece to the parser and handle the outcome."""
        raise NotImplementedError

    def parsed(self) -> None:
        """Called when received bytes have been parsed or are held."""

    def answering(self) -> bool:
        """Whether the last request is not answered yet."""
        return self.cycle is not None and not self.cycle.response_complete

    def stop_reading(self) -> None:
        """Ignore all further bytes, and drop those that are held."""
        self.parsing_ended = True
        self._held = b""

    def _go_on(self) -> None:
        self._next = None
        if self.parsing_ended or self.transport.is_closing():
            return
        data, self._held, self.flow.full = self._held, b"", False
        self._unset_keepalive_if_required()
        self._parse(data, self._at)
        if not (self.answering() and len(self.cycle.body) > HIGH_WATER_LIMIT):
            self.flow.resume_reading()
        self.parsed()

    def _parse(self, data: bytes, at: int) -> None:
        """Parse pieces until a request is complete, which must be answered before the next one."""
        self._parsing = True
        framing, size = self.framing, len(data)
        left = _PER_ITERATION
        while left > 0:
            if framing.part == BETWEEN:
                if self.answering():
                    break
                at = framing.skip(data, at)
                if at == size:
                    break
                left -= _REQUEST
            end = framing.piece(data, at)
            self.feed(data[at:end])
            at = end
            if at == size or self.parsing_ended:
                break
            left -= 1 + (self.chunks >> 2)
        self._parsing = False
        if at < size and not self.parsing_ended:
            self._hold(data, at)
            if framing.part != BETWEEN or not self.answering():
                self._soon()

    def _hold(self, data: bytes, at: int) -> None:
        self._held, self._at = data, at
        if len(data) - at > self.held_bytes:
            self.flow.full = True
            self.flow.pause_reading()

    def _soon(self) -> None:
        if self._next is None:
            self._next = self.loop.call_soon(self._go_on)
