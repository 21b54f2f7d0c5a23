"""`copydesk serve`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from service.cli.console import effective_settings, fail, friendly, warn

if TYPE_CHECKING:
    from service.config.settings import Settings
    from service.inference.protocol import Engine


def serve(
    host: Annotated[
        str | None,
        typer.Option(help="Address to listen on; by default COPYDESK_HOST, else 127.0.0.1."),
    ] = None,
    port: Annotated[
        int | None,
        typer.Option(
            help="Port to listen on, 0 for any that is free; by default COPYDESK_PORT, PORT, "
            "else 8000.",
            min=0,
            max=65535,
        ),
    ] = None,
    workers: Annotated[
        int | None, typer.Option(help="Processes; by default COPYDESK_WORKERS, else 1.", min=1)
    ] = None,
    grace: Annotated[
        int, typer.Option(help="Seconds that running requests get after SIGTERM.", min=0)
    ] = 20,
) -> None:
    """Serve the API in the foreground.

    Settings are COPYDESK_ variables or lines in .env; `copydesk config` prints them.
    """
    from service.inference.models import shared_weights
    from service.inference.models.registry import Registry
    from service.keys.keyring import Keyring
    from service.observability.logging import set_up_logs
    from service.server.workers.runtime_dir import ensure_temporary_folder
    from service.tasks.registry import MODEL_NEEDS

    options = {"host": host, "port": port, "workers": workers}
    given = {name: value for name, value in options.items() if value is not None}
    settings = effective_settings(tell=False, **given)
    set_up_logs(settings)
    _tell_doubts(settings)
    ensure_temporary_folder()
    with friendly():
        Keyring.from_settings(settings)  # so that an invalid file is reported at once
        registry = Registry.from_settings(settings, MODEL_NEEDS)
        if not settings.allow_endpoints:
            registry.refuse_endpoints()
        if settings.workers == 1:  # with workers they are verified when the weights are prepared
            if settings.prepared_dir is not None:
                shared_weights.check(settings.prepared_dir)
            for name in registry.entries:
                registry.verify(name)
    if settings.workers > 1:
        return together(settings, settings.host, settings.port, grace)
    alone(settings, settings.host, settings.port, grace)


def alone(
    settings: Settings,
    host: str,
    port: int,
    grace: float,
    engine: Callable[[], Engine] | None = None,
) -> None:
    """Serve in this process, which answers probes while the models load.

    It ends if its event loop is blocked, so that its service manager can start it again.
    """
    from service.api.jobs.isolated_worker import isolated_process
    from service.app import create_app
    from service.cli.announce import Announcement
    from service.jobs.factory import store_of
    from service.lifecycle.shutdown import Shutdown
    from service.lifecycle.watchdog import Watchdog
    from service.server.listener import address, bound
    from service.server.ready import settle_and_watch
    from service.server.uvicorn_server import Server, configured

    with friendly():
        listener = bound(host, port)
    shutdown, watchdog = Shutdown(), Watchdog(settings.stall_seconds)
    announcement = Announcement(settings)

    def loaded() -> None:
        settle_and_watch(watchdog)
        announcement.ready()

    app = create_app(
        settings,
        engine() if engine else None,
        start_in_background=True,
        shutdown=shutdown,
        loaded=loaded,
        store=store_of(settings),
        isolated=isolated_process(settings, engine),
    )
    server = Server(
        configured(app),
        shutdown,
        drain=settings.drain_seconds,
        grace=grace,
        listening=lambda: announcement.listening(
            address(listener), jobs=server.lifespan.state.get("jobs") is not None
        ),
    )
    with listener:
        server.run(sockets=[listener])
    if not server.started:
        raise typer.Exit(1)


def together(
    settings: Settings,
    host: str,
    port: int,
    grace: int,
    engine: Callable[[], Engine] | None = None,
) -> None:
    """Serve in worker processes, each of which accepts connections once its models are loaded.

    If the workers cannot share their files, a single process serves instead, because slow service
    is better than none.
    """
    import structlog

    from service.cli.announce import Announcement
    from service.server.workers import launch

    announcement = Announcement(settings)

    def serving(address: str) -> None:
        announcement.listening(address)
        announcement.ready()

    try:
        with friendly():
            failure = launch.together(settings, host, port, grace, engine, serving)
    except launch.NoRuntimeDir as error:
        structlog.get_logger("copydesk.workers").warning(
            "one process instead of several", wanted=settings.workers, why=str(error)
        )
        settings = settings.model_copy(update={"workers": 1})
        return alone(settings, host, port, grace, engine)
    except ValueError as error:
        fail(str(error), code=2)
    if failure is not None:
        fail(f"no worker could be started: {failure}")


def _tell_doubts(settings: Settings) -> None:
    """Lines for people on a terminal, lines of the log otherwise."""
    from service.config import sources
    from service.kit.cpu import usable_cores
    from service.observability import logging

    cores = usable_cores()
    if not logging.for_people(settings):
        return sources.tell(settings, cores)
    for line in sources.warnings(settings, cores):
        warn(line)
