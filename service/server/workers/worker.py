"""A worker process: an app and a server on a listener that all workers share.

It accepts connections only once its models are loaded, tells its supervisor every second
that its event loop turns, and ends when its supervisor is gone.
"""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
import os
import signal
import socket
import threading
import time
from multiprocessing.connection import Connection

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.lifecycle.watchdog import Watchdog
from service.server import gc_tuning
from service.server.uvicorn_server import Server, configured
from service.server.workers.worker_config import WorkerConfig

ALIVE, FAILED = b"alive", b"failed:"
BEAT_SECONDS = 1
_ISOLATED = "isolated.lock"  # who holds it may have a process for suspect documents


def run(order: WorkerConfig, number: int, listener: socket.socket, channel: Connection) -> None:
    """The whole life of worker `number` (from 0); what it says goes into `channel`."""
    try:
        _run(order, number, listener, channel)
    except Exception as error:
        _say(channel, FAILED + f"{type(error).__name__}: {error}".encode()[:1000])
        raise


def _run(order: WorkerConfig, number: int, listener: socket.socket, channel: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.set_blocking(channel.fileno(), False)  # a supervisor that stands still stops no worker
    threading.Thread(target=_end_with_supervisor, args=(order,), daemon=True).start()

    from service.observability import multiprocess

    multiprocess.join(order.scratch, number)
    # Only now: the app's metrics take their place from what was just set.
    from service.api.jobs.isolated_worker import isolated_process
    from service.app import create_app
    from service.jobs.factory import store_of
    from service.lifecycle.shutdown import Shutdown
    from service.rate_limit.shared_counters import counters_at

    shutdown = Shutdown()
    # The supervisor ends a worker that stands still after the time of the setting. Where it is gone
    # itself, nobody would: the worker's own alarm clock does, which needs no interpreter.
    watchdog = Watchdog(2 * order.settings.stall_seconds)
    watching = set()

    def loaded() -> None:
        gc_tuning.settle()
        watching.add(asyncio.get_running_loop().create_task(watchdog.beating()))

    engine = order.engine() if order.engine else None
    store = store_of(order.settings)
    app = create_app(
        order.settings,
        engine,
        shutdown=shutdown,
        loaded=loaded,
        store=store,
        counters=counters_at(order.scratch / "quotas"),
        isolated=isolated_process(order.settings, order.engine, order.scratch / _ISOLATED),
    )

    async def alive() -> None:
        _say(channel, ALIVE)

    config = configured(_telling(app, channel), callback_notify=alive, timeout_notify=BEAT_SECONDS)
    drain = order.settings.drain_seconds
    server = Server(config, shutdown, drain=drain, grace=order.grace, supervised=True)
    server.run(sockets=[listener])


def _telling(app: ASGIApp, channel: Connection) -> ASGIApp:
    """The app; why it could not start, when it could not, goes into the channel."""

    async def telling(scope: Scope, receive: Receive, send: Send) -> None:
        async def scored_passages(message: Message) -> None:
            if message["type"] == "lifespan.startup.failed":
                why = message.get("message", "").strip().splitlines()
                _say(channel, FAILED + "".join(why[-1:]).encode()[:1000])
            await send(message)

        await app(scope, receive, scored_passages if scope["type"] == "lifespan" else send)

    return telling


def _say(channel: Connection, message: bytes) -> None:
    with contextlib.suppress(BlockingIOError, BrokenPipeError):
        channel.send_bytes(message)


def _end_with_supervisor(order: WorkerConfig) -> None:
    """Drain once the supervisor is gone, and end whatever comes of that."""
    supervisor = multiprocessing.parent_process()
    assert supervisor is not None
    supervisor.join()
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(order.settings.drain_seconds + order.grace + 10)
    os._exit(1)
