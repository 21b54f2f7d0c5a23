"""Cancels the work of callers who hang up."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.types import Receive

# The status that nginx logs for this. It is never sent.
CLIENT_CLOSED_REQUEST = 499


class CallerGone(Exception):
    """The caller has hung up and no longer waits for the answer."""


@asynccontextmanager
async def while_connected(receive: Receive) -> AsyncIterator[None]:
    """Cancel the block when the caller hangs up. Raises `CallerGone`.

    Enter it after the body was read, because then `receive` only returns the disconnect.
    """
    worker = asyncio.current_task()
    assert worker is not None
    gone = False

    async def watch() -> None:
        nonlocal gone
        while (await receive())["type"] != "http.disconnect":
            pass
        gone = True
        worker.cancel()

    watcher = asyncio.create_task(watch())
    try:
        yield
    except asyncio.CancelledError:
        # There may be other causes of the cancellation: a shutdown, or an outer deadline.
        if gone and worker.uncancel() == 0:
            raise CallerGone from None
        raise
    finally:
        watcher.cancel()
