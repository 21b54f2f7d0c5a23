"""uvicorn's server with a shutdown in three steps.

Readiness is switched off, then no connections are accepted, then running requests are cancelled.
"""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import time
from collections.abc import Callable
from functools import partial
from types import FrameType
from typing import Any

import uvicorn
from starlette.types import ASGIApp

from service.lifecycle.shutdown import Shutdown
from service.server.multi_accept import AT_ONCE, AT_ONCE_SHARED, accept_more
from service.server.protocol.connection_group import ConnectionGroup
from service.server.protocol.early_refusal import Connection

# Seconds for cancelled requests to send their error, before uvicorn cancels their tasks.
_ERROR_SECONDS = 2


class Server(uvicorn.Server):
    """Ends on SIGTERM or SIGINT, with exit code 0.

    Args:
        config: uvicorn's configuration; its graceful timeout is set here.
        shutdown: the state of the shutdown, which the app can see.
        drain: seconds from the signal until connections are no longer accepted, so that load
            balancers can notice the readiness probe; a second signal ends this time.
        grace: seconds for running requests after that.
        supervised: ignore SIGINT, which a terminal sends to every process, in favour of the
            supervisor.
        listening: called once connections are accepted.
    """

    def __init__(
        self,
        config: uvicorn.Config,
        shutdown: Shutdown,
        *,
        drain: float,
        grace: float,
        supervised: bool = False,
        listening: Callable[[], None] | None = None,
    ) -> None:
        config.timeout_graceful_shutdown = int(grace) + _ERROR_SECONDS
        super().__init__(config)
        self._stopping = shutdown
        self._drain = drain
        self._grace = grace
        self._supervised = supervised
        self._listening = listening
        self._close_at = float("inf")

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin the next step. Unlike in uvicorn, the signal is not raised again at the end."""
        if sig == signal.SIGINT and self._supervised:
            return
        if self._supervised and not self.started:
            os._exit(0)  # no request is running, and loading models cannot be interrupted
        if not self._stopping.begun:
            self._stopping.begun = True
            self._close_at = time.monotonic() + self._drain
        elif self.should_exit and sig == signal.SIGINT:
            self.force_exit = True
        else:
            self._close_at = 0.0
        if time.monotonic() >= self._close_at or not self.started:
            self.should_exit = True

    async def on_tick(self, counter: int) -> bool:
        """See `uvicorn.Server.on_tick`. It ends the draining when its time is over."""
        if time.monotonic() >= self._close_at:
            self.should_exit = True
        return await super().on_tick(counter)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """See `uvicorn.Server.startup`."""
        await super().startup(sockets)
        connection: Callable[..., asyncio.Protocol] = self.config.http_protocol_class
        protocol = partial(connection, self.config, self.server_state, self.lifespan.state)
        at_once = AT_ONCE_SHARED if self._supervised else AT_ONCE
        self.servers += await accept_more(self.servers, protocol, self.config.backlog, at_once)
        if self._listening is not None and self.started:
            self._listening()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """See `uvicorn.Server.shutdown`. Requests that outlast the grace period get an error."""
        self._stopping.begun = True
        expiry = asyncio.get_running_loop().call_later(self._grace, self._expire)
        try:
            await super().shutdown(sockets)
        finally:
            expiry.cancel()

    def _expire(self) -> None:
        self._stopping.expired = True
        for task in list(self.server_state.tasks):
            task.cancel()


def configured(app: ASGIApp, **more: Any) -> uvicorn.Config:
    """uvicorn's configuration, as it is for a single process and for each of several workers."""
    protocol: Any = partial(Connection, group=ConnectionGroup())
    return uvicorn.Config(
        app,
        http=protocol,
        access_log=False,
        log_level="warning",
        server_header=False,
        **more,
    )
