"""API keys as the document declares them; `service.api.auth` checks them."""

from __future__ import annotations

from fastapi import Security
from fastapi.params import Depends
from fastapi.security import APIKeyHeader, HTTPBearer

API_KEY: list[Depends] = [
    Security(
        HTTPBearer(
            scheme_name="bearer",
            description="An API key, where the operator requires one.",
            auto_error=False,
        )
    ),
    Security(
        APIKeyHeader(
            name="X-API-Key",
            scheme_name="apiKey",
            description="The same key in a header of its own.",
            auto_error=False,
        )
    ),
]
