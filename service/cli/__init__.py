"""`copydesk`: serve, analyze, config, keys, models, evaluate, fairness, tune, layout, openapi,
demo.

Commands import their dependencies when they run, so that `copydesk --help` is fast.
"""

from __future__ import annotations

import io
import logging
import sys
from typing import Annotated, Any

import structlog
import typer
from typer.core import TyperGroup

from service import __version__
from service.cli.commands import (
    analyze,
    config,
    demo,
    evaluate,
    fairness,
    keys,
    layout,
    models,
    openapi,
    serve,
    tune,
)
from service.cli.console import friendly


class _Friendly(TyperGroup):
    """A group of commands in which every expected error is reported in one line."""

    def invoke(self, ctx: Any) -> Any:  # click is a private part of typer now
        """See `click.Group.invoke`."""
        with friendly():
            return super().invoke(ctx)


app = typer.Typer(
    name="copydesk",
    cls=_Friendly,
    help="Summary, stance and sentiment of an article, with evidence for every claim.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
)
app.add_typer(models.app, name="models")
app.add_typer(keys.app, name="keys")
app.command("serve")(serve.serve)
app.command("analyze")(analyze.analyze)
app.command("config")(config.config)
app.command("evaluate")(evaluate.evaluate)
app.command("fairness")(fairness.fairness)
app.command("tune")(tune.tune)
app.command("layout")(layout.layout)
app.command("openapi")(openapi.openapi)
app.command("demo")(demo.demo)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"copydesk {__version__}")
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """Summary, stance and sentiment of an article, with evidence for every claim."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal may lack UTF-8
            stream.reconfigure(errors="backslashreplace")
    # Standard output is for the results, which may be JSON, and the log only has warnings and
    # errors. `serve` sets up more.
    structlog.configure(
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
    )
