"""Runs several worker processes according to the settings."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from service.config.settings import Settings
from service.inference.models.shared_weights import prepare_apart
from service.inference.protocol import Engine
from service.kit.cpu import usable_cores
from service.server.listener import address, bound
from service.server.workers.runtime_dir import runtime_dir
from service.server.workers.supervisor import Supervisor
from service.server.workers.thread_split import threads_each
from service.server.workers.worker_config import WorkerConfig


class NoRuntimeDir(Exception):
    """There is no writable temporary folder, or none has room for the weights."""


def together(
    settings: Settings,
    host: str,
    port: int,
    grace: float,
    engine: Callable[[], Engine] | None = None,
    serving: Callable[[str], None] = lambda _: None,
) -> str | None:
    """Serve with `settings.workers` processes until a signal.

    `serving` is called with the address once the first of them accepts connections. Returns why
    no worker could be started, or None after a stop by a signal. Raises `CannotListen` if the
    address is not available, `ValueError` for more workers than threads, `ModelFileError` if a
    model cannot be loaded, `NoRuntimeDir` if the workers cannot share their weights.
    """
    threads = threads_each(settings.workers, settings.threads or usable_cores())
    listener = bound(host, port)
    # A signal that arrives before the supervisor handles signals must also remove the folder.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: sys.exit(0))
    with listener, ExitStack() as stack:
        share: dict[str, Any] = {"threads": threads}
        try:
            folder = stack.enter_context(runtime_dir())
            if engine is None:
                share["prepared_dir"] = _weights(settings, folder)
        except OSError as error:
            raise NoRuntimeDir(str(error)) from error
        config = WorkerConfig(settings.model_copy(update=share), grace, folder, engine)
        where = address(listener)
        return Supervisor(config, listener, settings.workers, lambda: serving(where)).run()


def _weights(settings: Settings, folder: Path) -> Path:
    weights = folder / "weights"
    weights.mkdir()
    prepare_apart(settings, weights)
    return weights
