"""`copydesk serve`."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from service.cli.console import effective_settings, err, friendly

if TYPE_CHECKING:
    from service.inference.types import Engine
    from service.settings import Settings


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.", min=0, max=65535)] = 8000,
    workers: Annotated[
        int | None, typer.Option(help="Processes; COPYDESK_WORKERS, else 1.", min=1)
    ] = None,
    grace: Annotated[
        int, typer.Option(help="Seconds that running requests get after SIGTERM.", min=0)
    ] = 20,
) -> None:
    """Serve the API in the foreground; settings come from COPYDESK_ variables."""
    from service.inference.registry import Registry
    from service.keys.keyring import Keyring
    from service.logs import set_up_logs
    from service.serving.scratch import ensure_temporary_folder

    settings = effective_settings()
    set_up_logs(settings)
    ensure_temporary_folder()
    if workers is not None:
        settings = settings.model_copy(update={"workers": workers})
    with friendly():
        Keyring.from_settings(settings)  # a file that cannot be used is told of at once
    if settings.workers > 1:  # the files are verified as the weights are prepared
        return together(settings, host, port, grace)
    with friendly():
        registry = Registry.from_settings(settings)
        for name in registry.entries:
            registry.verify(name)
    alone(settings, host, port, grace)


def alone(
    settings: Settings,
    host: str,
    port: int,
    grace: float,
    engine: Callable[[], Engine] | None = None,
) -> None:
    """In this process, which answers its probes while the models load.

    It ends when its event loop stands still, for whoever started it to start it anew.
    """
    from service.app import create_app
    from service.http.jobs.isolated_worker import isolated_process
    from service.jobs.choice import store_of
    from service.serving import heap
    from service.serving.server import Server, configured
    from service.serving.watchdog import Watchdog
    from service.stopping import Stopping

    stopping, watchdog = Stopping(), Watchdog(settings.stall_seconds)
    watching = set()

    def loaded() -> None:
        heap.settle()
        # To the very end: answers that take their time after a signal are no standstill.
        watching.add(asyncio.get_running_loop().create_task(watchdog.beating()))

    app = create_app(
        settings,
        engine() if engine else None,
        start_in_background=True,
        stopping=stopping,
        loaded=loaded,
        store=store_of(settings),
        isolated=isolated_process(settings, engine),
    )
    server = Server(
        configured(app, host=host, port=port), stopping, drain=settings.drain_seconds, grace=grace
    )
    server.run()
    if not server.started:
        raise typer.Exit(1)


def together(
    settings: Settings,
    host: str,
    port: int,
    grace: int,
    engine: Callable[[], Engine] | None = None,
) -> None:
    """In worker processes, each of which takes connections once its models are loaded.

    Slower service is better than none, so one process does where nothing can be shared.
    """
    import structlog

    from service.serving import run

    try:
        with friendly():
            failure = run.together(settings, host, port, grace, engine)
    except run.NoScratch as error:
        structlog.get_logger("copydesk.workers").warning(
            "one process instead of several", wanted=settings.workers, why=str(error)
        )
        settings = settings.model_copy(update={"workers": 1})
        return alone(settings, host, port, grace, engine)
    except ValueError as error:
        err.print(f"[red]error:[/red] {error}")
        raise typer.Exit(2) from error
    if failure is not None:
        err.print(f"[red]error:[/red] no worker could be started: {failure}", soft_wrap=True)
        raise typer.Exit(1)
