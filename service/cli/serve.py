"""`copydesk serve`."""

from __future__ import annotations

import signal
from typing import Annotated

import typer

from service.cli.console import friendly


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.", min=0, max=65535)] = 8000,
    grace: Annotated[
        int, typer.Option(help="Seconds that running requests get after SIGTERM.")
    ] = 20,
) -> None:
    """Serve the API in the foreground; settings come from COPYDESK_ variables."""
    import uvicorn

    from service.app import create_app
    from service.inference.registry import Registry
    from service.settings import Settings

    settings = Settings()
    with friendly():
        registry = Registry.from_settings(settings)
        for name in registry.entries:
            registry.verify(name)
    # After draining, uvicorn raises the signal again for the handlers that stood before; with
    # these a stop that was asked for ends with exit code 0, as orchestrators expect.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: None)
    uvicorn.run(
        create_app(settings, start_in_background=True),
        host=host,
        port=port,
        access_log=False,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=grace,
    )
