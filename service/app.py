"""The application: wiring only."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from fastapi import FastAPI
from starlette.middleware import Middleware

from service import __version__
from service.api import container
from service.api.container import AppParts
from service.api.errors import exception_handlers
from service.api.jobs.isolated_worker import isolated_process
from service.api.middleware import cors, deprecation
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
from service.api.request.size_limits import body_limit
from service.api.routes import analysis, docs, jobs, system
from service.config import sources
from service.config.settings import Settings
from service.inference.protocol import Engine
from service.jobs.isolated import IsolatedProcess
from service.jobs.store import JobStore
from service.keys.keyring import Keyring
from service.kit.cpu import usable_cores
from service.lifecycle.shutdown import Shutdown
from service.observability import logging
from service.observability.metrics import Metrics
from service.observability.tracing import setup as tracing_setup
from service.rate_limit.counters import Counters

if TYPE_CHECKING:
    from service.observability.tracing.exporter import Tracing


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
    """The ASGI app.

    Args:
        settings: by default they are read, which may raise `BadSettings` and logs warnings.
        engine: by default the real engine, which is made when the app starts.
        start_in_background: answer probes while the models load.
        shutdown: the server announces its end through this.
        loaded: called once the models are loaded.
        store: where jobs are kept; without it there are no jobs.
        isolated: analyses documents of jobs that may crash a process. With the real engine the
            default is a process of its own.
        tracing: closed at the end; by default as the settings say.
        counters: the quotas' counters of this machine; by default those of this process alone.
    """
    if settings is None:
        settings = sources.read()
        logging.set_up_logs(settings)
        sources.tell(settings, usable_cores())
    if isolated is None and engine is None:
        isolated = isolated_process(settings)
    logging.set_up_logs(settings)
    shutdown, metrics = shutdown or Shutdown(), Metrics()
    tracing = tracing or tracing_setup.from_settings(settings)
    parts = AppParts(
        settings=settings,
        metrics=metrics,
        keyring=Keyring.from_settings(settings),
        shutdown=shutdown,
        engine=engine,
        loaded=loaded,
        start_in_background=start_in_background,
        store=store,
        isolated=isolated,
        tracing=tracing,
        counters=counters,
    )
    app = FastAPI(
        title="Copydesk",
        version=__version__,
        lifespan=lambda _: container.running(parts),
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,  # its redirects would contain the host name that the caller sent
    )
    exception_handlers.install(app)
    # These routes come first, and one by one: an included router would be searched twice.
    app.router.routes.extend(analysis.router.routes + jobs.router.routes)
    docs.install(app)
    app.router.routes.extend(system.router.routes)
    document.install(app, settings)
    deprecation.install(app)
    for middleware in _middleware(settings, metrics, shutdown, tracing):
        app.add_middleware(middleware.cls, *middleware.args, **middleware.kwargs)
    cors.install(app, settings.cors_origins)
    return app


def _middleware(
    settings: Settings, metrics: Metrics, shutdown: Shutdown, tracing: Tracing | None
) -> list[Middleware]:
    """The middleware of each request, the innermost first."""
    return [
        Middleware(HeadMethodMiddleware),
        Middleware(RequestHeadMiddleware),
        Middleware(ErrorsMiddleware),
        Middleware(BodyLimitMiddleware, limit=partial(body_limit, settings)),
        Middleware(ShutdownMiddleware, shutdown=shutdown),
        # The quota is outside of the two before it: what was read of a body that is refused for
        # its length counts, and a request that ends because of a shutdown costs nothing.
        Middleware(QuotaMiddleware),
        Middleware(SecurityHeadersMiddleware),
        Middleware(AccessLogMiddleware, metrics=metrics),
        *([] if tracing is None else [Middleware(TracingMiddleware, tracing=tracing)]),
        Middleware(RequestIdMiddleware),
        Middleware(LoadSheddingMiddleware),
    ]
