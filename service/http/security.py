"""API keys. Without any configured the service is open, as behind a gateway."""

from __future__ import annotations

import hmac
from typing import Annotated

from fastapi import Depends
from starlette.requests import Request

from service.http.problems import Unauthorized
from service.settings import Settings


async def check_key(request: Request) -> None:
    """Raise `Unauthorized` unless the request carries a configured key.

    `Authorization: Bearer KEY` or `X-API-Key: KEY`. Every configured key is compared, in
    constant time, so that the answer's time tells nothing. The scope then holds which key
    it was, as `key`.
    """
    settings: Settings = request.state.settings
    if not settings.api_keys:
        return
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    given = token if scheme.lower() == "bearer" else request.headers.get("x-api-key", "")
    matches = [
        hmac.compare_digest(given.encode(), key.get_secret_value().encode())
        for key in settings.api_keys
    ]
    if not any(matches):
        raise Unauthorized(
            "Send a valid key as `Authorization: Bearer KEY` or `X-API-Key: KEY`.",
            headers={"WWW-Authenticate": "Bearer"},
        )
    request.scope["key"] = matches.index(True)


RequireKey = Annotated[None, Depends(check_key)]
