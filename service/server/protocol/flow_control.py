"""Bytes to the parser: pieces that end where a request may, and no more than one request ahead."""

from __future__ import annotations

import asyncio
from typing import Any, ClassVar

from uvicorn.protocols.http.flow_control import HIGH_WATER_LIMIT, FlowControl
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from service.server.protocol.framing import BETWEEN, Framing

# What is parsed in one turn of the event loop, in which others wait: in units of some 2 µs, of
# which a piece takes one, a chunk a quarter, and a request sixteen.
_TURN = 256
_REQUEST = 16


class ReadControl(FlowControl):
    """uvicorn's, which resumes whenever the app asks for anything; while `full`, this does not."""

    full = False

    def resume_reading(self) -> None:
        """Read on, unless what waits to be parsed is enough."""
        if not self.full:
            super().resume_reading()


class RequestReading(HttpToolsProtocol):
    """Holds what comes behind a request until that is answered, and then reads no more."""

    held_bytes: ClassVar[int] = 64 * 1024  # beside what one read of the socket may bring
    head_bytes: ClassVar[int] = 64 * 1024

    flow: ReadControl

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.framing = Framing(self.head_bytes)
        self.deaf = False  # nothing that comes is parsed any more
        self.chunks = 0  # in the last piece, at least
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
        elif not self.deaf:
            self._unset_keepalive_if_required()
            self._parse(data, 0)
            self.parsed()

    def on_response_complete(self) -> None:
        """See uvicorn."""
        super().on_response_complete()
        if self._held and not self._parsing:
            self._soon()

    def feed(self, piece: bytes) -> None:
        """Give a piece to the parser, and see to what comes of it."""
        raise NotImplementedError

    def parsed(self) -> None:
        """What came has been parsed, or waits."""

    def answering(self) -> bool:
        """Whether there is no answer yet to the last request."""
        return self.cycle is not None and not self.cycle.response_complete

    def stop_reading(self) -> None:
        """Parse nothing more, and give up what is held."""
        self.deaf = True
        self._held = b""

    def _go_on(self) -> None:
        self._next = None
        if self.deaf or self.transport.is_closing():
            return
        data, self._held, self.flow.full = self._held, b"", False
        self._unset_keepalive_if_required()
        self._parse(data, self._at)
        if not (self.answering() and len(self.cycle.body) > HIGH_WATER_LIMIT):
            self.flow.resume_reading()
        self.parsed()

    def _parse(self, data: bytes, at: int) -> None:
        """Piece after piece, until a request is whole that must be answered before the next."""
        self._parsing = True
        framing, size = self.framing, len(data)
        left = _TURN
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
            if at == size or self.deaf:
                break
            left -= 1 + (self.chunks >> 2)
        self._parsing = False
        if at < size and not self.deaf:
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
