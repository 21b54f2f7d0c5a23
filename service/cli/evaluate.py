"""`copydesk evaluate`."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from service.cli.console import err, friendly, out

TASKS = ("stance", "sentiment", "summary")


def evaluate(
    data: Annotated[Path, typer.Option(help="Folder of data sets.", exists=True, file_okay=False)],
    task: Annotated[
        list[str] | None,
        typer.Option("--task", help="stance, sentiment or summary; all by default."),
    ] = None,
    profile: Annotated[
        list[str] | None,
        typer.Option("--profile", help="fast or accurate; all that are served by default."),
    ] = None,
    only: Annotated[
        list[str] | None, typer.Option("--set", help="Name of a test set; all by default.")
    ] = None,
    limit: Annotated[
        int, typer.Option(help="Rows of each set, evenly spread over it; 0 for all.", min=0)
    ] = 1000,
    plots: Annotated[
        Path | None, typer.Option(help="Folder for reliability and risk-coverage diagrams.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Figures as JSON.")] = False,
) -> None:
    """Score the models on the test sets of a data folder, with baselines in the same run."""
    from service.evaluation import plots as drawing
    from service.evaluation import report, run
    from service.inference.local import LocalEngine
    from service.settings import Settings

    with friendly():
        settings = Settings()
        if profile:
            chosen = {"profile": profile[0], "profiles": profile}
            settings = Settings.model_validate(settings.model_dump() | chosen)
        engine = LocalEngine.from_settings(settings)
        with err.status("evaluating") as status:
            found = asyncio.run(
                run.evaluate(
                    data,
                    task or TASKS,
                    engine.profiles,
                    engine,
                    limit=limit or None,
                    only=only or (),
                    progress=status.update,
                )
            )
        if plots is not None:
            for path in drawing.write(found, plots):
                err.print(f"wrote {path}")
    if as_json:
        typer.echo(report.to_json(found.figures))
    else:
        out.print(report.table(found.figures))
