"""Announces paths that will be removed: the dates, and a guide to what replaces them.

Answers carry `Deprecation` (RFC 9745) and `Sunset` (RFC 8594), as docs/stability.md promises. A
deprecated field needs nothing here: it is marked where it is declared, with `deprecated=True`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

NOTICE = timedelta(days=183)  # the minimum time between `since` and `sunset`
Headers = list[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class Deprecated:
    """A path as its route declares it, two dates (ISO 8601), and the address of a guide."""

    path: str
    since: str
    sunset: str
    guide: str

    def headers(self) -> Headers:
        """The headers for ASGI. Raises `ValueError` if the notice is too short."""
        since, sunset = (datetime.fromisoformat(d + "T00Z") for d in (self.since, self.sunset))
        if sunset - since < NOTICE:
            raise ValueError(f"{self.path}: less than {NOTICE.days} days from {self.since}")
        link = f'<{self.guide}>; rel="deprecation"'
        until = format_datetime(sunset.astimezone(UTC), usegmt=True)
        return [
            (b"deprecation", b"@%d" % since.timestamp()),
            (b"sunset", until.encode()),
            (b"link", link.encode()),
        ]


DEPRECATED: tuple[Deprecated, ...] = ()


def install(app: FastAPI, table: Iterable[Deprecated] = DEPRECATED) -> None:
    """Mark the paths in the OpenAPI document and in answers; an empty table adds nothing."""
    headers = {one.path: one.headers() for one in table}
    paths = []
    for place, route in enumerate(app.router.routes):
        if isinstance(route, APIRoute) and route.path in headers:
            marked = copy(route)  # the route itself belongs to every app of this process
            marked.deprecated = True
            app.router.routes[place] = marked
            paths.append((route.path_regex, headers[route.path]))
    if paths:
        app.add_middleware(DeprecationMiddleware, paths=paths)


class DeprecationMiddleware:
    """Adds the headers of a deprecated path to its answers, also to refusals."""

    def __init__(self, app: ASGIApp, paths: list[tuple[re.Pattern[str], Headers]]) -> None:
        self.app = app
        self._paths = paths

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"] if scope["type"] == "http" else ""
        headers = next((added for regex, added in self._paths if regex.match(path)), None)

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *(headers or ())]
            await send(message)

        await self.app(scope, receive, marked if headers else send)
