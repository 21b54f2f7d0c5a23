"""The two consoles of the command line: results on standard output, the rest on standard error."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any, NoReturn

import typer
from rich.console import Console
from rich.markup import escape

if TYPE_CHECKING:
    from service.config.settings import Settings

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)

# Packages that are only installed with an extra, and its name.
EXTRAS = {
    "convert": ("sentencepiece",),
    "evaluate": ("vaderSentiment", "rouge_score", "matplotlib"),
    "otel": ("opentelemetry",),
    "ray": ("ray",),
    "redis": ("redis",),
    "train": ("peft",),
}
_REMEDIES = {
    errno.ENOSPC: "free some room there, or name another place",
    errno.EDQUOT: "free some room there, or name another place",
    errno.EACCES: "allow this user to, or name another place",
    errno.EPERM: "allow this user to, or name another place",
    errno.EROFS: "name a place that can be written",
    errno.EISDIR: "name a file",
    errno.ENOTDIR: "a part of the path is a file",
}


def fail(line: str, *, code: int = 1) -> NoReturn:
    """End the command with an error in one line."""
    complain(line)
    raise typer.Exit(code)


def complain(line: str) -> None:
    """Print an error in one line, however long."""
    err.print(f"[red]error:[/red] {escape(printable(line))}", soft_wrap=True)


def warn(line: str) -> None:
    """Print a warning in one line, however long."""
    err.print(f"[yellow]warning:[/yellow] {escape(printable(line))}", soft_wrap=True)


def printable(text: str) -> str:
    """The text with escapes for characters that a terminal cannot show, as in file names."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


@contextmanager
def friendly() -> Iterator[None]:
    """Report errors that a user can solve in one line, and exit with code 1."""
    try:
        yield
    except BrokenPipeError:
        raise  # the reader of the output has ended, for which typer exits quietly
    except Exception as error:
        line = _in_words(error)
        if line is None:
            raise
        complain(line)
        raise typer.Exit(1) from None


def _in_words(error: Exception) -> str | None:
    """One line for an error that is no bug of the service, None for any other."""
    # Imported late, because most commands need none of it and `--help` must be fast.
    from service.evaluation.datasets import BadSet
    from service.inference.manifest.entry import ModelFileError
    from service.keys.key_file import KeysFileError
    from service.model_import.errors import CannotAdd
    from service.server.listener import CannotListen

    if isinstance(error, (KeysFileError, ModelFileError, CannotAdd, CannotListen, BadSet)):
        return str(error)
    if isinstance(error, ModuleNotFoundError):
        return _without_extra(error)
    return of_system(error) if isinstance(error, OSError) else None


def _without_extra(error: ModuleNotFoundError) -> str | None:
    package = (error.name or "").partition(".")[0]
    extra = next((name for name, packages in EXTRAS.items() if package in packages), None)
    if extra is None:
        return None
    return f"{package} is not installed: pip install 'copydesk[{extra}]'"


def of_system(error: OSError) -> str:
    """An error of the operating system in one line: the file, the error, and a hint."""
    if error.strerror is None:
        return str(error)
    where = f"{error.filename2 or error.filename}: " if error.filename else ""
    remedy = f"; {_REMEDIES[error.errno]}" if error.errno in _REMEDIES else ""
    return f"{where}{error.strerror[:1].lower()}{error.strerror[1:]}{remedy}"


def effective_settings(*, tell: bool = True, **given: Any) -> Settings:
    """The settings, with precedence for those given. Warns of misspelt variables if `tell`.

    Invalid settings end the command with a line for each fault and exit code 2.
    """
    from service.config.sources import BadSettings, misspelt, read

    try:
        settings = read(**given)
    except BadSettings as error:
        for line in str(error).splitlines():
            complain(line)
        raise typer.Exit(2) from None
    if tell:
        for line in misspelt():
            _warn_once(line)
    return settings


@cache
def _warn_once(line: str) -> None:
    warn(line)
