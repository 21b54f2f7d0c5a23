"""One document answered by server-sent events: what is found, as it is found, and the result.

Until the first event a failure is an ordinary problem with its status. From then on it is an event.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import NamedTuple

from fastapi.sse import KEEPALIVE_COMMENT, format_sse_event
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from service.api.analysis.analyze import analyze
from service.api.analysis.context import RequestContext
from service.api.auth import while_allowed
from service.api.errors.exception_handlers import as_problem
from service.api.errors.problems import FieldError, InvalidRequest, Problem
from service.api.request.accept import EVENT_STREAM
from service.api.request.deadline import within
from service.api.request.disconnect import CLIENT_CLOSED_REQUEST, CallerGone, while_connected
from service.api.request.documents import Posted, split
from service.api.request.json_body import read_object
from service.api.request.receive import CLOSE, receive_json
from service.api.schemas.operations import Operation
from service.kit.offload import offload
from service.tasks.spec import Streamed

PING_SECONDS = 15.0  # of silence, after which proxies may close a connection
DONE, ERROR = "done", "error"


class _Event(NamedTuple):
    name: str
    data: str  # JSON


class EventStream(Response):
    """The answer to a request for events. Calling it raises `Problem` if nothing was sent yet."""

    def __init__(self, request: Request, operation: Operation, streamed: Streamed) -> None:
        self.status_code = 200
        self.background = None
        self.init_headers(
            {
                "Content-Type": f"{EVENT_STREAM}; charset=utf-8",
                "Cache-Control": "no-cache",
                "X-Accel-Buffering": "no",
            }
        )
        self._request, self._operation, self._streamed = request, operation, streamed
        self._context = RequestContext.of(request, operation)
        self._started = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        try:
            async with while_allowed(self._request, "analyze"):
                await self._answer(receive, send)
        except CallerGone:
            self._context.services.metrics.cancelled.inc()
            if not self._started:  # the status is only for the log
                await send({"type": "http.response.start", "status": CLIENT_CLOSED_REQUEST})
        except Exception as error:
            problem = as_problem(error)
            if not self._started:
                if not self._context.permit.arrived:
                    problem.headers |= CLOSE
                raise problem from error
            scope["rejection"] = problem.rejection  # for the metrics
            body = problem.body(scope.get("request_id"))
            await self._send(send, _Event(ERROR, json.dumps(body, ensure_ascii=False)))
            await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _answer(self, receive: Receive, send: Send) -> None:
        context, services = self._context, self._context.services
        seconds = services.settings.body_seconds
        raw = await receive_json(self._request, context.permit, seconds)
        services.admission.arrived(context.permit, len(raw))
        async with while_connected(receive):
            async with within(context.permit, {}):
                body = await read_object(raw, services.read_limiter, context.permit)
            if "documents" in body:
                raise _one_document()
            async with aclosing(self._events(split(self._operation, body))) as events:
                async for event in events:
                    await self._send(send, event)
            context.permit.finished = True
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _events(self, posted: Posted) -> AsyncGenerator[_Event | None]:
        """The events of a document; None after each while without any."""
        told: asyncio.Queue[_Event | None] = asyncio.Queue()
        self._context.listener = lambda name, data: told.put_nowait(_Event(name, data))
        work = asyncio.create_task(analyze(self._context, posted))
        work.add_done_callback(lambda _: told.put_nowait(None))
        items: list[str] = []
        try:
            while True:
                try:
                    async with asyncio.timeout(PING_SECONDS):
                        event = await told.get()
                except TimeoutError:
                    yield None
                    continue
                if event is None:
                    break
                items += [event.data] if event.name == self._streamed.event else []
                yield event
            content = await work
            for item in await offload(len(content), self._missing, content, items):
                yield _Event(self._streamed.event, item)
            yield _Event(DONE, content)
        finally:
            work.cancel()
            await asyncio.wait([work])
            if not work.cancelled():
                work.exception()  # which nobody else looks at

    def _missing(self, content: str, told: list[str]) -> list[str]:
        """The items of the result that were not told, such as those of a shared result."""
        result = json.loads(content)[self._operation.name]
        known = {json.dumps(json.loads(item), ensure_ascii=False) for item in told}
        every = (json.dumps(item, ensure_ascii=False) for item in result[self._streamed.field])
        return [item for item in every if item not in known]

    async def _send(self, send: Send, event: _Event | None) -> None:
        if not self._started:
            self._started = True
            head = {"type": "http.response.start", "status": 200, "headers": self.raw_headers}
            await send(head)
        content = KEEPALIVE_COMMENT
        if event is not None:
            content = format_sse_event(event=event.name, data_str=event.data)
        await send({"type": "http.response.body", "body": content, "more_body": True})


def _one_document() -> Problem:
    detail = "A stream of events is for one document; send `Accept: application/json` for several."
    return InvalidRequest(detail, [FieldError("/documents", "not_streamed", detail)])
