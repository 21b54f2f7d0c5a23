"""A worker process: an app and a server on a listener that all workers share.

It accepts connections once its models are loaded, reports to its supervisor every second that its
event loop runs, and ends when its supervisor has ended.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import socket
import threading
import time
from functools import partial
from multiprocessing.connection import Connection

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.lifecycle.watchdog import Watchdog
from service.server.ready import settle_and_watch
from service.server.uvicorn_server import Server, configured
from service.server.workers.worker_config import WorkerConfig

ALIVE, FAILED = b"alive", b"failed:"
BEAT_SECONDS = 1
_ISOLATED = "isolated.lock"  # its holder may start the process for suspect documents


def run(config: WorkerConfig, number: int, listener: socket.socket, channel: Connection) -> None:
    """Run worker `number` (from 0), which reports through `channel`, until it ends."""
    try:
        _run(config, number, listener, channel)
    except Exception as error:
        _say(channel, FAILED + f"{type(error).__name__}: {error}".encode()[:1000])
        raise


def _run(config: WorkerConfig, number: int, listener: socket.socket, channel: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.set_blocking(channel.fileno(), False)  # a stopped supervisor must not block its workers
    threading.Thread(target=_end_with_supervisor, args=(config,), daemon=True).start()

    from service.observability import multiprocess

    multiprocess.join(config.runtime_dir, number)
    # Imported here, because the metrics of the app read the variable that was just set.
    from service.api.jobs.isolated_worker import isolated_process
    from service.app import create_app
    from service.jobs.factory import store_of
    from service.lifecycle.shutdown import Shutdown
    from service.rate_limit.shared_counters import counters_at

    shutdown = Shutdown()
    # The supervisor ends a blocked worker after the time of the setting. The watchdog does so if
    # the supervisor itself has ended.
    watchdog = Watchdog(2 * config.settings.stall_seconds)
    engine = config.engine() if config.engine else None
    store = store_of(config.settings)
    app = create_app(
        config.settings,
        engine,
        shutdown=shutdown,
        loaded=partial(settle_and_watch, watchdog),
        store=store,
        counters=counters_at(config.runtime_dir / "quotas"),
        isolated=isolated_process(config.settings, config.engine, config.runtime_dir / _ISOLATED),
    )

    async def alive() -> None:
        _say(channel, ALIVE)

    server_config = configured(
        _reporting(app, channel), callback_notify=alive, timeout_notify=BEAT_SECONDS
    )
    drain = config.settings.drain_seconds
    server = Server(server_config, shutdown, drain=drain, grace=config.grace, supervised=True)
    server.run(sockets=[listener])


def _reporting(app: ASGIApp, channel: Connection) -> ASGIApp:
    """The app. If it cannot start, the reason is sent through the channel."""

    async def reporting(scope: Scope, receive: Receive, send: Send) -> None:
        async def reported(message: Message) -> None:
            if message["type"] == "lifespan.startup.failed":
                why = message.get("message", "").strip().splitlines()
                _say(channel, FAILED + "".join(why[-1:]).encode()[:1000])
            await send(message)

        await app(scope, receive, reported if scope["type"] == "lifespan" else send)

    return reporting


def _say(channel: Connection, message: bytes) -> None:
    with contextlib.suppress(BlockingIOError, BrokenPipeError):
        channel.send_bytes(message)


def _end_with_supervisor(config: WorkerConfig) -> None:
    """Drain and end this process after its supervisor has ended, within a limited time."""
    supervisor = multiprocessing.parent_process()
    assert supervisor is not None
    supervisor.join()
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(config.settings.drain_seconds + config.grace + 10)
    os._exit(1)
