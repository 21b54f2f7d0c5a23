"""The body on its way in: what it must be announced as, how long it may take, who hangs up."""

from __future__ import annotations

import asyncio
import time

from starlette.requests import ClientDisconnect, Request

from service.admission.permit import Permit
from service.api.errors.problems import BodyTooSlow
from service.api.request.content_type import check_headers
from service.api.request.disconnect import CallerGone

# The rest of the body may still come; the connection cannot be used again.
CLOSE = {"Connection": "close"}


async def receive_json(request: Request, permit: Permit, longest: float) -> bytes:
    """All of a body that is announced as JSON. Raises `Problem` or `CallerGone`.

    Args:
        longest: seconds that it may take, from the request's first byte.
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
