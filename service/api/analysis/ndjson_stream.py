"""`/v1/analyze` for NDJSON: one answer line for each line of the body, in order, as they finish.

Three tasks run concurrently. The first receives chunks and so notices when the caller hangs up.
The second splits them into lines and starts the analysis of each. The third sends the answers. At
most `document_concurrency` lines are between the last two. At that limit nothing more is read, so
that the caller's writes block (backpressure).
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from service.admission.controller import AdmissionController
from service.admission.permit import Permit
from service.api.analysis.analyze import analyze
from service.api.analysis.context import RequestContext
from service.api.auth import while_allowed
from service.api.dependencies import Services
from service.api.errors.exception_handlers import as_problem
from service.api.errors.problems import BodyTooLarge, BodyTooSlow, Problem
from service.api.request.content_type import check_coding
from service.api.request.deadline import due
from service.api.request.disconnect import CLIENT_CLOSED_REQUEST
from service.api.request.documents import split, usable_id
from service.api.request.json_body import parse_object
from service.api.request.ndjson import NDJSON, NdjsonLine, NdjsonSplitter
from service.api.schemas.operations import Operation
from service.api.schemas.responses import DocumentError
from service.kit.offload import offload


class LineStream(Response):
    """The answer to an NDJSON request. Calling it raises `Problem` if nothing was sent yet."""

    def __init__(self, request: Request, operation: Operation) -> None:
        check_coding(request)
        self.status_code = 200
        self.background = None
        self.init_headers({"Content-Type": NDJSON, "X-Accel-Buffering": "no"})
        self._request = request
        self._operation = operation
        self._services: Services = request.state.bulk
        settings = self._services.settings
        permit: Permit = request.scope["permit"]
        # The time limit applies to each line by itself.
        self._seconds = due(permit, settings) - permit.began
        self._idle: float | None = settings.body_seconds
        self._splitter = NdjsonSplitter(settings.max_body_bytes)
        self._longest = settings.max_body_bytes
        self._running = asyncio.Semaphore(settings.document_concurrency)
        self._chunks: asyncio.Queue[bytes | Problem | None] = asyncio.Queue(1)
        self._answers: asyncio.Queue[asyncio.Task[bytes] | Problem | None] = asyncio.Queue()
        self._seen = 0  # the number of lines that were not blank
        self._unanswered: deque[int] = deque()  # line numbers without an answer
        self._gone = self._started = False
        admission: AdmissionController = request.state.admission
        admission.arrived(permit, 0)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        try:
            async with while_allowed(self._request, "analyze"):
                await self._answer_lines(receive, send)
        except Problem as problem:  # the key was revoked, which has cancelled all work
            await self._break_off(send, problem)

    async def _answer_lines(self, receive: Receive, send: Send) -> None:
        tasks = [
            asyncio.create_task(self._receive(receive, asyncio.current_task())),
            asyncio.create_task(self._begin()),
        ]
        try:
            await self._send(send)
        except asyncio.CancelledError:
            worker = asyncio.current_task()
            assert worker is not None
            if not self._gone or worker.uncancel():
                raise
            self._services.metrics.cancelled.inc()
            if not self._started:  # the status is only for the log
                await send({"type": "http.response.start", "status": CLIENT_CLOSED_REQUEST})
        finally:
            await self._end(tasks)

    async def _receive(self, receive: Receive, worker: asyncio.Task[Any] | None) -> None:
        while True:
            try:
                async with asyncio.timeout(self._idle):
                    message = await receive()
            except TimeoutError:
                if self._unanswered:
                    continue  # the caller may be waiting for an answer
                detail = f"No line came for {self._idle:g} s."
                close = {"Connection": "close"}
                await self._chunks.put(BodyTooSlow(detail, headers=close))
                return
            except Problem as problem:  # the quota is used up
                await self._chunks.put(problem)
                return
            if message["type"] == "http.disconnect":
                self._gone = True
                assert worker is not None
                worker.cancel()
                return
            await self._chunks.put(message.get("body", b""))
            if not message.get("more_body", False):
                await self._chunks.put(None)
                self._idle = None

    async def _begin(self) -> None:
        """Start the analysis of each line."""
        try:
            async for line in self._lines():
                await self._running.acquire()
                index, self._seen = self._seen, self._seen + 1
                self._unanswered.append(line.number)
                self._answers.put_nowait(asyncio.create_task(self._answer(line, index)))
        except Exception as error:
            self._answers.put_nowait(as_problem(error))

    async def _lines(self) -> AsyncIterator[NdjsonLine]:
        while isinstance(chunk := await self._chunks.get(), bytes):
            for line in self._splitter.feed(chunk):
                yield line
        if chunk is None:
            for line in self._splitter.end():
                yield line
        self._answers.put_nowait(chunk)

    async def _send(self, send: Send) -> None:
        while True:
            answer = await self._answers.get()
            if isinstance(answer, asyncio.Task):
                await self._part(send, await answer)
                self._unanswered.popleft()
                self._running.release()
                continue
            if answer is not None:
                return await self._break_off(send, answer)
            return await self._part(send, b"", more=False)

    async def _break_off(self, send: Send, problem: Problem) -> None:
        """End with a problem, which is the whole answer if none has begun, or else its last line.

        That line has the number of the first line without an answer.
        """
        if not self._started:
            raise problem
        self._request.scope["rejection"] = problem.rejection  # for the metrics
        number = self._unanswered[0] if self._unanswered else self._splitter.number + 1
        index = self._seen - len(self._unanswered)
        await self._part(send, _line(number, None, self._error(problem, index)))
        await self._part(send, b"", more=False)

    async def _part(self, send: Send, content: bytes, *, more: bool = True) -> None:
        if not self._started:
            self._started = True
            head = {"type": "http.response.start", "status": 200, "headers": self.raw_headers}
            await send(head)
        await send({"type": "http.response.body", "body": content, "more_body": more})

    async def _answer(self, line: NdjsonLine, index: int) -> bytes:
        context = RequestContext.background(self._operation, self._services, self._seconds)
        body: Any = None
        try:
            if line.raw is None:
                raise BodyTooLarge(f"The line is longer than {self._longest} bytes.")
            body = await offload(len(line.raw), parse_object, line.raw)
            result = await analyze(context, split(self._operation, body, index))
        except Exception as error:
            problem = as_problem(error)
            context.count(problem.slug())
            return _line(line.number, None, self._error(problem, index, usable_id(body)))
        return _line(line.number, result, None)

    def _error(self, problem: Problem, index: int, name: str | None = None) -> str:
        instance = self._request.scope.get("request_id")
        return DocumentError(index=index, id=name, **problem.body(instance)).model_dump_json()

    async def _end(self, tasks: list[asyncio.Task[None]]) -> None:
        ending: list[asyncio.Task[Any]] = list(tasks)
        while not self._answers.empty():
            left = self._answers.get_nowait()
            if isinstance(left, asyncio.Task):
                ending.append(left)
        for task in ending:
            task.cancel()
        await asyncio.gather(*ending, return_exceptions=True)


def _line(number: int, result: str | None, error: str | None) -> bytes:
    text = f'{{"line":{number},"result":{result or "null"},"error":{error or "null"}}}\n'
    return text.encode()
