"""Calls the app as a server does, with bodies that arrive, stall or end early."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope

JSON = (b"content-type", b"application/json")


async def post(
    app: ASGIApp, receive: Receive, *headers: tuple[bytes, bytes], path: str = "/v1/sentiment"
) -> tuple[int, dict[bytes, bytes], Any]:
    """A POST through the bare app: status, headers and JSON of its answer."""
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    scope: Scope = {
        "type": "http", "method": "POST", "path": path, "raw_path": path.encode(),
        "query_string": b"", "root_path": "", "scheme": "http", "http_version": "1.1",
        "headers": [(b"host", b"test"), *headers],
        "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 2),
    }  # fmt: skip
    await app(scope, receive, send)
    body = b"".join(m.get("body", b"") for m in sent)
    return sent[0]["status"], dict(sent[0]["headers"]), json.loads(body) if body else None


class Caller:
    """Sends a body in parts, then stays on the line until it is gone.

    Without `whole` it never sends the end.
    """

    def __init__(self, *parts: bytes, whole: bool = True) -> None:
        self.gone = asyncio.Event()
        self._messages: list[Message] = [
            {"type": "http.request", "body": part, "more_body": True} for part in parts
        ]
        self._messages[-1]["more_body"] = not whole

    async def receive(self) -> Message:
        if self._messages:
            return self._messages.pop(0)
        await self.gone.wait()
        return {"type": "http.disconnect"}
