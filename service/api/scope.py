"""Facts of a request from its ASGI scope, in the terms of metrics, logs and problems."""

from __future__ import annotations

from starlette.types import Scope

METHODS = frozenset({"GET", "POST", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE"})
QUIET = frozenset({"/livez", "/readyz", "/startupz", "/metrics"})
"""Paths that are requested every few seconds, so that logging and tracing them is useless."""

HEAD_AS_GET = "head_as_get"
"""The key of a scope whose HEAD the app answers as a GET."""


def method_asked(scope: Scope) -> str:
    """The method that the caller sent."""
    return "HEAD" if HEAD_AS_GET in scope else str(scope["method"])


def method_of(scope: Scope) -> str:
    """The method for metrics, which is one of a closed set."""
    return scope["method"] if scope["method"] in METHODS else "other"


def route_of(scope: Scope) -> str:
    """The template of the request's route, which is one of a closed set."""
    return getattr(scope.get("route"), "path", None) or "other"
