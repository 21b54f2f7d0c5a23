"""CORS: pages of other origins may only read answers if the operator allows them."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware

from service.api.request.deadline import HEADER as TIMEOUT_HEADER
from service.api.request.request_id import HEADER as ID_HEADER

_MAX_AGE = 600  # seconds that a browser may keep the answer to a preflight


def install(app: FastAPI, origins: list[str]) -> None:
    """Add CORS as the outermost middleware, so that pages can also read refusals.

    Cookies are not allowed, because keys are sent in headers. So a page cannot use the rights of
    its visitor.
    """
    if not origins:
        return
    app.add_middleware(
        CORSMiddleware,
        allow_origins=origins,
        allow_methods=["GET", "POST", "DELETE"],
        allow_headers=["Authorization", "X-API-Key", "Content-Type", TIMEOUT_HEADER, ID_HEADER],
        expose_headers=["Retry-After", "RateLimit", "RateLimit-Policy", "Server-Timing", ID_HEADER],
        allow_credentials=False,
        max_age=_MAX_AGE,
    )
