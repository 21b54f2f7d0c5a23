"""The two consoles of the command line: results on standard output, the rest on error."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import typer
from rich.console import Console
from rich.markup import escape

if TYPE_CHECKING:
    from service.settings import Settings

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)


@contextmanager
def friendly() -> Iterator[None]:
    """Turn the errors a user can do something about into one line and exit code 1."""
    from service.inference.model_file import ModelFileError
    from service.keys.file import KeysFileError

    try:
        yield
    except (KeysFileError, ModelFileError, OSError) as error:
        err.print(f"[red]error:[/red] {escape(str(error))}")
        raise typer.Exit(1) from error


def effective_settings(**given: Any) -> Settings:
    """The settings, those given first.

    Bad ones end the command with a line for each fault and exit code 2.
    """
    from service.configuration import BadSettings, read

    try:
        return read(**given)
    except BadSettings as error:
        for line in str(error).splitlines():
            err.print(f"[red]error:[/red] {escape(line)}", soft_wrap=True)
        raise typer.Exit(2) from None
