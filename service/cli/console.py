"""The two consoles of the command line: results on standard output, the rest on error."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import typer
from rich.console import Console
from rich.markup import escape

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)


@contextmanager
def friendly() -> Iterator[None]:
    """Turn the errors a user can do something about into one line and exit code 1."""
    from service.inference.model_file import ModelFileError

    try:
        yield
    except (ModelFileError, OSError) as error:
        err.print(f"[red]error:[/red] {escape(str(error))}")
        raise typer.Exit(1) from error
