"""The application: wiring only."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, aclosing, asynccontextmanager, nullcontext
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, TypedDict

from fastapi import FastAPI

from service import __version__
from service.admission.controller import AdmissionController
from service.admission.queue_limit import QueueLimit
from service.admission.read_limiter import ReadLimiter
from service.api.analysis.tasks import OPERATIONS
from service.api.dependencies import Services
from service.api.errors import exception_handlers
from service.api.jobs.isolated_worker import isolated_process
from service.api.jobs.lifespan import Jobs, worked_on
from service.api.middleware import cors
from service.api.middleware.access_log import AccessLogMiddleware
from service.api.middleware.body_limit import BodyLimitMiddleware
from service.api.middleware.errors import ErrorsMiddleware
from service.api.middleware.head_method import HeadMethodMiddleware
from service.api.middleware.load_shedding import LoadSheddingMiddleware
from service.api.middleware.quota import QuotaMiddleware
from service.api.middleware.request_head import RequestHeadMiddleware
from service.api.middleware.request_id import RequestIdMiddleware
from service.api.middleware.security_headers import SecurityHeadersMiddleware
from service.api.middleware.shutdown import ShutdownMiddleware
from service.api.middleware.tracing import TracingMiddleware
from service.api.openapi import document
from service.api.overload import OverloadGate
from service.api.quota import Quota
from service.api.request.size_limits import body_limit
from service.api.routes import analysis, docs, jobs, system
from service.config import sources
from service.config.settings import Settings
from service.inference.background_engine import BackgroundEngine
from service.inference.factory import engine_of
from service.inference.protocol import Engine
from service.jobs.isolated import IsolatedProcess
from service.jobs.store import JobStore
from service.keys.keyring import Keyring
from service.kit.cpu import usable_cores
from service.lifecycle.shutdown import Shutdown
from service.lifecycle.startup import Startup
from service.observability import logging
from service.observability.metrics import Metrics
from service.observability.tracing import setup as tracing_start
from service.rate_limit.counters import Counters, LocalCounters
from service.rate_limit.limiter import Limiter
from service.result_cache.shared_results import SharedResults

if TYPE_CHECKING:
    from service.observability.tracing.exporter import Tracing


class AppState(TypedDict):
    """What handlers find in `request.state`."""

    settings: Settings
    engine: Engine
    metrics: Metrics
    startup: Startup
    read_limiter: ReadLimiter
    admission: AdmissionController
    overload_gate: OverloadGate
    services: Services
    bulk: Services
    jobs: Jobs | None
    keyring: Keyring
    quota: Quota
    shutdown: Shutdown


def create_app(
    settings: Settings | None = None,
    engine: Engine | None = None,
    *,
    start_in_background: bool = False,
    shutdown: Shutdown | None = None,
    loaded: Callable[[], None] | None = None,
    store: JobStore | None = None,
    isolated: IsolatedProcess | None = None,
    tracing: Tracing | None = None,
    counters: Counters | None = None,
) -> FastAPI:
    """The ASGI app; without an engine it makes the real one when it starts.

    Without settings they are read, which raises `BadSettings`, and doubts about them are logged.

    `start_in_background` lets a server answer its probes while the models load; through
    `stopping` a server tells of its end; `loaded` is called when they have been. Jobs
    are taken where there is a `store`, and worked on; documents of theirs that may take a
    process down are tried in `isolated`, which with the real engine is there by default.
    `tracing` is closed at the end; by default it is as the settings say. `counters` are the
    quotas' on this machine; by default those of this process alone.
    """
    if settings is None:
        settings = sources.read()
        logging.set_up_logs(settings)
        sources.tell(settings, usable_cores())
    if isolated is None and engine is None:
        isolated = isolated_process(settings)
    shutdown = shutdown or Shutdown()
    metrics = Metrics()
    logging.set_up_logs(settings)
    keyring = Keyring.from_settings(settings)
    paths = {f"/v1/{operation.name}": operation.name for operation in OPERATIONS}
    tracing = tracing or tracing_start.from_settings(settings)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[AppState]:
        asyncio.get_running_loop().set_exception_handler(logging.handle_loop_error)
        running = engine or engine_of(settings, metrics.engine)
        metrics.engine.expect(tuple(info.name for info in running.models))
        startup = Startup(running, loaded)
        results = SharedResults.from_settings(settings, running, metrics.shared_result)
        limiter = Limiter.from_settings(settings, counters or LocalCounters())
        async with (
            startup.around(background=start_in_background),
            metrics.following(
                running, lambda: startup.done and running.ready and not shutdown.begun
            ),
            keyring.watched(),
            aclosing(results) if results else nullcontext(),
            aclosing(limiter),
            AsyncExitStack() as stack,
            tracing_start.lasting(tracing),
        ):
            places = (settings.threads or usable_cores()) + 1
            read_limiter = ReadLimiter(places)
            queue_limit = QueueLimit(settings.max_queue_seconds, settings.strained_queue_seconds)
            admission = AdmissionController(running, read_limiter, queue_limit)
            services = Services(settings, running, metrics, read_limiter, admission, results)
            gentle = BackgroundEngine(running, places, settings.max_queue_seconds)
            bulk = replace(services, engine=gentle)
            working = worked_on(store, bulk, startup, shutdown, tracing, isolated)
            kept = await stack.enter_async_context(working)
            yield {
                "settings": settings,
                "engine": running,
                "metrics": metrics,
                "startup": startup,
                "read_limiter": read_limiter,
                "admission": admission,
                "overload_gate": OverloadGate(admission, settings, metrics, paths),
                "services": services,
                "bulk": bulk,
                "jobs": kept,
                "keyring": keyring,
                "quota": Quota(limiter, keyring, settings.quota_kib_per_minute),
                "shutdown": shutdown,
            }

    app = FastAPI(
        title="Copydesk",
        version=__version__,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,  # the address that it makes has the host that the caller named
    )
    exception_handlers.install(app)
    # First and as they are: an included router would be searched twice.
    app.router.routes.extend(analysis.router.routes + jobs.router.routes)
    docs.install(app)
    app.router.routes.extend(system.router.routes)
    document.install(app, settings)
    # The last added is the outermost.
    app.add_middleware(HeadMethodMiddleware)
    app.add_middleware(RequestHeadMiddleware)
    app.add_middleware(ErrorsMiddleware)
    app.add_middleware(BodyLimitMiddleware, limit=partial(body_limit, settings))
    app.add_middleware(ShutdownMiddleware, shutdown=shutdown)
    # Outside of both: what is refused for its length was read too, and what ends with the service
    # costs nothing.
    app.add_middleware(QuotaMiddleware)
    app.add_middleware(SecurityHeadersMiddleware)
    app.add_middleware(AccessLogMiddleware, metrics=metrics)
    if tracing is not None:
        app.add_middleware(TracingMiddleware, tracing=tracing)
    app.add_middleware(RequestIdMiddleware)
    app.add_middleware(LoadSheddingMiddleware)
    cors.install(app, settings.cors_origins)
    return app
