"""Answers uncaught exceptions with a problem, inside the middleware that logs and counts.

Starlette would answer outside of all middleware: without request id, headers or metrics.
"""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.api.errors.exception_handlers import as_problem, response


class ErrorsMiddleware:
    """Answers an unexpected exception with a problem that reveals no internals."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        started = False

        async def watched(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self.app(scope, receive, watched)
        except Exception as error:
            problem = as_problem(error)  # logs it
            if started:  # the answer has begun, so the server must close the connection
                raise
            await response(problem, scope)(scope, receive, send)
