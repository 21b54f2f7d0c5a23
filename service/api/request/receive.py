"""Receives a body: checks its declared type, its time limit and the caller's disconnect."""

from __future__ import annotations

import asyncio
import time
from contextlib import AbstractAsyncContextManager

from starlette.requests import ClientDisconnect, Request

from service.admission.permit import Permit
from service.api.errors.problems import BodyTooSlow
from service.api.request.content_type import check_headers
from service.api.request.deadline import within
from service.api.request.disconnect import CallerGone

# The rest of the body may still arrive, so the connection cannot be used again.
CLOSE = {"Connection": "close"}


async def receive_json(request: Request, permit: Permit, longest: float) -> bytes:
    """The whole body, which must be declared as JSON.

    Raises `Problem`, `CallerGone`, or `DeadlinePassed` when the permit's deadline comes first.

    Args:
        longest: its time limit in seconds, from the request's first byte.
    """
    check_headers(request)
    try:
        async with _limit(permit, permit.began + longest):
            try:
                return await request.body()
            finally:
                permit.spend("body", time.monotonic() - permit.began)
    except TimeoutError:
        detail = f"The body did not arrive within {longest:g} s."
        raise BodyTooSlow(detail, headers=CLOSE) from None
    except ClientDisconnect:
        raise CallerGone from None


def _limit(permit: Permit, until: float) -> AbstractAsyncContextManager[object]:
    """The earlier of the two limits; both would cost a short request a percent of its time."""
    if permit.due is not None and permit.due < until:
        return within(permit, {})
    return asyncio.timeout(until - time.monotonic())
