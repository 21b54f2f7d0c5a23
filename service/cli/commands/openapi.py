"""`copydesk openapi`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from service.cli.console import fail


def openapi(
    output: Annotated[
        Path | None, typer.Option(help="File to write; else standard output.")
    ] = None,
    check: Annotated[
        Path | None, typer.Option(help="Fail unless this file is the document.")
    ] = None,
) -> None:
    """Print the OpenAPI document, write it, or check a file against it."""
    from service.api.openapi.document import document, dump
    from service.app import create_app
    from service.inference.fake_engine import FakeEngine

    made = dump(document(create_app(engine=FakeEngine())))
    if check is not None:
        if check.read_bytes() != made.encode():
            fail(f"{check}: is out of date; run `make openapi`")
    elif output is not None:
        output.write_text(made, encoding="utf-8")
    else:
        typer.echo(made, nl=False)
