"""The jobs of one app: their store, and the runner that works on them while the app runs."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import structlog

from service.api.dependencies import Services
from service.api.jobs.isolated_attempts import IsolatedProcessor
from service.api.jobs.process_document import DocumentProcessor
from service.jobs.isolated import IsolatedProcess
from service.jobs.runner import Runner
from service.jobs.store import JobStore, StoreError
from service.lifecycle.shutdown import Shutdown
from service.lifecycle.startup import Startup

if TYPE_CHECKING:
    from service.observability.tracing.exporter import Tracing

_log = structlog.get_logger("copydesk.jobs")


class Jobs:
    """The objects that handlers need: the store, and the runner to notify of new documents."""

    def __init__(self, store: JobStore, runner: Runner) -> None:
        self.store = store
        self.wake = runner.wake


@asynccontextmanager
async def worked_on(
    store: JobStore | None,
    services: Services,
    startup: Startup,
    shutdown: Shutdown,
    tracing: Tracing | None,
    isolated: IsolatedProcess | None = None,
) -> AsyncIterator[Jobs | None]:
    """Process the store's jobs while the block runs; None if there is no working store.

    Suspect documents are analysed in `isolated`. Without it they fail.
    """
    try:
        if store is not None:
            await store.open()
    except StoreError as error:
        _log.warning("jobs are off", why=str(error))
        store = None
    if store is None:
        yield None
        return
    processor, settings = DocumentProcessor(services, tracing), services.settings
    isolated_processor = None
    if isolated is not None:
        isolated_processor = IsolatedProcessor(isolated, processor, services.engine.profiles)
    runner = Runner(
        store,
        processor,
        isolated=isolated_processor,
        ready=lambda: startup.done and services.engine.ready and not shutdown.begun,
        concurrency=settings.jobs_concurrency,
        attempts=settings.jobs_attempts,
        lease=settings.jobs_lease_seconds,
        tell=services.metrics.jobs_waiting.set,
    )
    try:
        async with runner.running():
            yield Jobs(store, runner)
    finally:
        await store.close()
