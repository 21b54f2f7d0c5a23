"""A client of the service within this process: the same app as over HTTP, without a socket."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
from starlette.types import ASGIApp, Message, Scope


class _WithState:
    """Adds the state of the lifespan to each request's scope, as a server does."""

    def __init__(self, app: ASGIApp, state: dict[str, object]) -> None:
        self._app = app
        self._state = state

    async def __call__(self, scope: Scope, receive: object, send: object) -> None:
        scope["state"] = dict(self._state)
        await self._app(scope, receive, send)  # type: ignore[arg-type]


@asynccontextmanager
async def in_process(app: ASGIApp) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the app, with its lifespan run around it."""
    import asyncio

    state: dict[str, object] = {}
    inbox: asyncio.Queue[Message] = asyncio.Queue()
    coalescer: asyncio.Queue[Message] = asyncio.Queue()
    scope: Scope = {"type": "lifespan", "asgi": {"version": "3.0"}, "state": state}
    task = asyncio.ensure_future(app(scope, inbox.get, coalescer.put))
    await inbox.put({"type": "lifespan.startup"})
    waiting = asyncio.ensure_future(coalescer.get())
    await asyncio.wait([task, waiting], return_when=asyncio.FIRST_COMPLETED)
    if not waiting.done() or waiting.result()["type"] != "lifespan.startup.complete":
        waiting.cancel()
        await task  # raises an error of the start
        raise RuntimeError("the service did not start")
    transport = httpx.ASGITransport(app=_WithState(app, state))
    try:
        async with httpx.AsyncClient(
            transport=transport, base_url="http://copydesk", timeout=None
        ) as client:
            yield client
    finally:
        await inbox.put({"type": "lifespan.shutdown"})
        await task
