"""Authentication by API keys and authorization by scopes. Without any keys the service is open."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from starlette.requests import Request

from service.api.errors.problems import Forbidden, Problem, Unauthorized
from service.keys.key import ApiKey, Scope
from service.keys.keyring import Keyring
from service.observability.metrics import Metrics

_CHALLENGE = {"WWW-Authenticate": "Bearer"}


def check_key(request: Request, scope: Scope) -> None:
    """Raise `Unauthorized` without a valid key, `Forbidden` with one that lacks the scope.

    The key is in `Authorization: Bearer KEY` or `X-API-Key: KEY`. It is put into the ASGI scope as
    `key`.
    """
    keyring: Keyring = request.state.keyring
    if keyring.open:
        return
    metrics: Metrics = request.state.metrics
    given = _given(request)
    key = keyring.find(given)
    if key is None:
        metrics.denied.labels("unknown_key" if given else "no_key").inc()
        raise Unauthorized(
            "Send a valid key as `Authorization: Bearer KEY` or `X-API-Key: KEY`.",
            headers=_CHALLENGE,
        )
    request.scope["key"] = key
    _check(key, scope, metrics)


def check_again(request: Request, scope: Scope) -> None:
    """The same check for the key of an admitted request, by its present entry."""
    key = key_of(request)
    if key is None:
        return
    keyring: Keyring = request.state.keyring
    metrics: Metrics = request.state.metrics
    now = keyring.current(key)
    if now is None:
        metrics.denied.labels("unknown_key").inc()
        raise Unauthorized("The key was taken back meanwhile.", headers=_CHALLENGE)
    _check(now, scope, metrics)


@asynccontextmanager
async def while_allowed(request: Request, scope: Scope) -> AsyncIterator[None]:
    """Cancel the block within two seconds after the request's key becomes invalid.

    Raises the error of `check_key`, if the key was revoked, has expired or has lost the scope.
    """
    if key_of(request) is None:
        yield
        return
    worker = asyncio.current_task()
    assert worker is not None
    denied: Problem | None = None

    def look() -> None:
        nonlocal denied
        if denied is not None:
            return
        try:
            check_again(request, scope)
        except Problem as problem:
            denied = problem
            worker.cancel()

    keyring: Keyring = request.state.keyring
    try:
        with keyring.looked_at(look):
            yield
    except asyncio.CancelledError:
        # There may be other causes of the cancellation: a shutdown, or a caller who hangs up.
        if denied is not None and worker.uncancel() == 0:
            raise denied from None
        raise


def _check(key: ApiKey, scope: Scope, metrics: Metrics) -> None:
    if key.expires is not None and key.expires <= datetime.now(UTC):
        metrics.denied.labels("expired_key").inc()
        raise Unauthorized(
            f"The key expired at {key.expires.astimezone(UTC):%Y-%m-%d %H:%M} UTC.",
            headers=_CHALLENGE,
        )
    if scope not in key.scopes:
        metrics.denied.labels("scope").inc()
        raise Forbidden(
            f"The key {key.name} has no scope `{scope}`, which this takes.",
            scope=scope,
            scopes=sorted(key.scopes),
        )


def key_of(request: Request) -> ApiKey | None:
    """The key of an admitted request; None if the service is open."""
    found: ApiKey | None = request.scope.get("key")
    return found


def _given(request: Request) -> str:
    """The key a request carries, or an empty string."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token if scheme.lower() == "bearer" else request.headers.get("x-api-key", "")
