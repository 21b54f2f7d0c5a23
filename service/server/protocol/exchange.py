"""One request and its answer: uvicorn's cycle, with rules for bodies that the app did not read."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any, Protocol

from uvicorn._types import ASGIReceiveEvent, ASGISendEvent
from uvicorn.protocols.http.httptools_impl import RequestResponseCycle

from service.api.errors.problems import InternalError
from service.server.protocol.error_response import rendered
from service.server.protocol.lingering_close import LingeringTransport


class _Connection(Protocol):
    """What an exchange needs of its connection."""

    transport: Any

    def can_drain(self) -> bool:
        """Whether the rest of the body is short enough to be read and dropped."""
        ...

    def hang_up(self) -> None:
        """Close the connection after a time in which the caller can read the answer."""
        ...


class Exchange(RequestResponseCycle):
    """Closes the connection after an answer if the rest of the body is long or may never come.

    A caller who waits for "100 Continue" and is refused may send the body or not. So the next
    bytes on the connection could be that body or a new request.
    """

    def __init__(self, connection: _Connection, **more: Any) -> None:
        super().__init__(transport=connection.transport, **more)
        self._connection = connection
        self._asked = False  # for the body

    # These return uvicorn's coroutines, because an `async def` around each would add to the cost
    # of every resumption.

    def receive(self) -> Coroutine[Any, Any, ASGIReceiveEvent]:
        """See ASGI. "100 Continue" is sent when the app asks for a body that has not arrived."""
        self._asked = True
        if not self.more_body:
            self.waiting_for_100_continue = False
        return super().receive()

    def send(self, message: ASGISendEvent) -> Coroutine[Any, Any, None]:
        """See ASGI."""
        if not self.response_started and (self.more_body or self.waiting_for_100_continue):
            unread = not self._asked and not self._connection.can_drain()
            if self.waiting_for_100_continue or unread:
                self.keep_alive = False
            self.transport = LingeringTransport(  # type: ignore[assignment]
                self.transport, self._connection.hang_up
            )
        return super().send(message)

    async def send_500_response(self) -> None:
        """Answer with a problem after an error of the app that none of its handlers caught."""
        detail = "Something went wrong here; the request id finds it in the log."
        headers, body = rendered(InternalError(detail), self.scope["headers"])
        await self.send(
            {"type": "http.response.start", "status": InternalError.status, "headers": headers}
        )
        await self.send({"type": "http.response.body", "body": body, "more_body": False})
