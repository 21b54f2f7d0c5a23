"""`copydesk evaluate`."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated, Any

import typer

from service.cli.choices import Profile, Task
from service.cli.console import err, friendly, out


def evaluate(
    data: Annotated[Path, typer.Option(help="Folder of data sets.", exists=True, file_okay=False)],
    task: Annotated[
        list[Task] | None,
        typer.Option("--task", help="All by default."),
    ] = None,
    profile: Annotated[
        list[Profile] | None,
        typer.Option("--profile", help="All that are served by default."),
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
    as_markdown: Annotated[
        bool, typer.Option("--markdown", help="Figures as a table for documents.")
    ] = False,
) -> None:
    """Score the models on the test sets of a data folder, with baselines in the same run."""
    from service.evaluation import plots as drawing
    from service.evaluation import report, run
    from service.inference.local import LocalEngine
    from service.settings import Settings

    with friendly():
        chosen: dict[str, Any] = (
            {"profile": profile[0].value, "profiles": [p.value for p in profile]} if profile else {}
        )
        engine = LocalEngine.from_settings(Settings(**chosen))
        with err.status("evaluating") as status:
            found = asyncio.run(
                run.evaluate(
                    data,
                    task or list(Task),
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
    elif as_markdown:
        typer.echo(report.markdown(found.figures))
    else:
        out.print(report.table(found.figures))
