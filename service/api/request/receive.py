"""The body on its way in: how long it may take, and who hangs up meanwhile."""

from __future__ import annotations

import time

from starlette.requests import ClientDisconnect, Request

from service.admission.permit import Permit
from service.api.errors.exception_handlers import as_problem
from service.api.errors.problems import BodyTooSlow
from service.api.request.deadline import within
from service.api.request.disconnect import CallerGone
from service.inference.protocol import DeadlineExceeded

# The rest of the body may still come; the connection cannot be used again.
_CLOSE = {"Connection": "close"}


async def receive_body(request: Request, permit: Permit, longest: float) -> bytes:
    """All of the body. Raises `Problem` when its time is over, or `CallerGone`.

    Args:
        longest: seconds that it may take, from the request's first byte.
    """
    try:
        async with within(permit, {}, until=permit.began + longest):
            try:
                return await request.body()
            finally:
                permit.spend("body", time.monotonic() - permit.began)
    except TimeoutError:
        detail = f"The body did not arrive within {longest:g} s."
        raise BodyTooSlow(detail, headers=_CLOSE) from None
    except DeadlineExceeded as error:
        problem = as_problem(error)
        problem.headers |= _CLOSE
        raise problem from error
    except ClientDisconnect:
        raise CallerGone from None
