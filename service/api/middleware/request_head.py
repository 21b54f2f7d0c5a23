"""Applies `head_rules` to requests that another server than ours has parsed."""

from __future__ import annotations

from collections.abc import Awaitable

from starlette.types import ASGIApp, Receive, Scope, Send

from service.api.errors.problems import InvalidTarget
from service.api.request import head_rules


class RequestHeadMiddleware:
    """Raises `InvalidHeader`, `ExpectationFailed` or `InvalidTarget`; see `head_rules.fault`."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        if scope["type"] == "http" and "head_checked" not in scope:
            version: str = scope.get("http_version", "1.1")
            fields = scope["headers"]
            if problem := head_rules.fault(version, fields, dict(fields)):
                if version.startswith("1"):  # later versions have no such header
                    problem.headers["Connection"] = "close"
                raise problem
            if "\0" in scope["path"]:
                raise InvalidTarget("The path holds a NUL character.")
        return self.app(scope, receive, send)
