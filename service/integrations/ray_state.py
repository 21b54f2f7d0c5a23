"""An app's lifespan state, for servers that do not pass it to requests."""

from __future__ import annotations

from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send


class Stateful:
    """Puts what the lifespan yielded into each request's scope, as the ASGI specification has it.

    Ray Serve runs an app's lifespan and then drops its state.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self.state: dict[str, Any] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            self.state = scope.setdefault("state", {})
        else:
            scope["state"] = dict(self.state)
        await self._app(scope, receive, send)

    @property
    def healthy(self) -> bool:
        """Whether the engine is ready; true before it exists."""
        return not self.state or bool(self.state["engine"].ready)
