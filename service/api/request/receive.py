"""Receives a body: checks its declared type, its time limit and the caller's disconnect."""

from __future__ import annotations

import asyncio
import time

from starlette.requests import ClientDisconnect, Request

from service.admission.permit import Permit
from service.api.errors.problems import BodyTooSlow
from service.api.request.content_type import check_headers
from service.api.request.disconnect import CallerGone

# The rest of the body may still arrive, so the connection cannot be used again.
CLOSE = {"Connection": "close"}


async def receive_json(request: Request, permit: Permit, longest: float) -> bytes:
    """The whole body, which must be declared as JSON. Raises `Problem` or `CallerGone`.

    Args:
        longest: its time limit in seconds, from the request's first byte.
    """
    check_headers(request)
    left = permit.began + longest - time.monotonic()
    try:
        async with asyncio.timeout(left):
            return await request.body()
    except TimeoutError:
        detail = f"The body did not arrive within {longest:g} s."
        raise BodyTooSlow(detail, headers=CLOSE) from None
    except ClientDisconnect:
        raise CallerGone from None
    finally:
        permit.spend("body", time.monotonic() - permit.began)
