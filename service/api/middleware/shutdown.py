"""The effects of a shutdown on requests."""

from __future__ import annotations

import asyncio

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.api.errors.exception_handlers import response
from service.api.errors.problems import NotReady
from service.lifecycle.shutdown import Shutdown


class ShutdownMiddleware:
    """During a shutdown answers close their connection; after the grace period they are 503."""

    def __init__(self, app: ASGIApp, shutdown: Shutdown) -> None:
        self.app = app
        self.shutdown = shutdown

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        started = False

        async def closing(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                if self.shutdown.begun:
                    MutableHeaders(scope=message)["Connection"] = "close"
            await send(message)

        try:
            await self.app(scope, receive, closing)
        except asyncio.CancelledError:
            if started or not self.shutdown.expired:
                raise
            problem = NotReady(
                "The service is stopping and could not finish the analysis in time.",
                headers={"Retry-After": "1"},
            )
            await response(problem, scope)(scope, receive, closing)
