"""The objects of one app, which are made when it starts and live as long as it runs."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, aclosing, asynccontextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypedDict

from service.admission.controller import AdmissionController
from service.admission.queue_limit import QueueLimit
from service.admission.read_limiter import ReadLimiter
from service.api.dependencies import Services
from service.api.jobs.lifespan import Jobs, worked_on
from service.api.overload import OverloadGate
from service.api.quota import Quota
from service.api.schemas.operations import OPERATIONS
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
from service.observability.tracing import setup as tracing_setup
from service.rate_limit.counters import Counters, LocalCounters
from service.rate_limit.limiter import Limiter
from service.result_cache.shared_results import SharedResults
from service.tasks.registry import MODEL_NEEDS

if TYPE_CHECKING:
    from service.observability.tracing.exporter import Tracing


class AppState(TypedDict):
    """The entries of `request.state`."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class AppParts:
    """The parts of an app before it starts; see `service.app.create_app`."""

    settings: Settings
    metrics: Metrics
    keyring: Keyring
    shutdown: Shutdown
    engine: Engine | None = None
    loaded: Callable[[], None] | None = None
    start_in_background: bool = False
    store: JobStore | None = None
    isolated: IsolatedProcess | None = None
    tracing: Tracing | None = None
    counters: Counters | None = None


@dataclass(frozen=True, slots=True)
class Built:
    """The state of an app without its jobs, and the objects to close at its end."""

    state: AppState
    limiter: Limiter


def build_services(parts: AppParts) -> Built:
    """Make all objects of an app without starting them. The models are not loaded yet."""
    settings, metrics = parts.settings, parts.metrics
    engine = parts.engine or engine_of(settings, MODEL_NEEDS, metrics.engine)
    metrics.engine.expect(tuple(info.name for info in engine.models))
    limiter = Limiter.from_settings(settings, parts.counters or LocalCounters())
    places = (settings.threads or usable_cores()) + 1
    read_limiter = ReadLimiter(places)
    queue_limit = QueueLimit(settings.max_queue_seconds, settings.strained_queue_seconds)
    admission = AdmissionController(engine, read_limiter, queue_limit)
    results = SharedResults.from_settings(settings, engine, metrics.shared_result)
    services = Services(settings, engine, metrics, read_limiter, admission, results)
    background = BackgroundEngine(engine, places, settings.max_queue_seconds)
    paths = {f"/v1/{operation.name}": operation.name for operation in OPERATIONS}
    return Built(
        AppState(
            settings=settings,
            engine=engine,
            metrics=metrics,
            startup=Startup(engine, parts.loaded),
            read_limiter=read_limiter,
            admission=admission,
            overload_gate=OverloadGate(admission, settings, metrics, paths),
            services=services,
            bulk=replace(services, engine=background),
            jobs=None,
            keyring=parts.keyring,
            quota=Quota(limiter, parts.keyring, settings.quota_kib_per_minute),
            shutdown=parts.shutdown,
        ),
        limiter,
    )


@asynccontextmanager
async def running(parts: AppParts) -> AsyncIterator[AppState]:
    """Build the services and start them; stop and close them at the end, in reverse order."""
    asyncio.get_running_loop().set_exception_handler(logging.handle_loop_error)
    built = build_services(parts)
    state, shutdown = built.state, parts.shutdown
    engine, startup, results = state["engine"], state["startup"], state["services"].results

    def ready() -> bool:
        return startup.done and engine.ready and not shutdown.begun

    async with AsyncExitStack() as stack:
        await stack.enter_async_context(startup.around(background=parts.start_in_background))
        await stack.enter_async_context(parts.metrics.following(engine, ready))
        await stack.enter_async_context(parts.keyring.watched())
        if results is not None:
            await stack.enter_async_context(aclosing(results))
        await stack.enter_async_context(aclosing(built.limiter))
        await stack.enter_async_context(tracing_setup.lasting(parts.tracing))
        # Jobs start last, so that they end first and their last spans are still sent.
        working = worked_on(
            parts.store, state["bulk"], startup, shutdown, parts.tracing, parts.isolated
        )
        jobs = await stack.enter_async_context(working)
        yield AppState(**{**state, "jobs": jobs})
