"""`copydesk evaluate`."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from service.cli.console import err, friendly, out


def evaluate(
    data: Annotated[Path, typer.Option(help="Folder of data sets.", exists=True, file_okay=False)],
    task: Annotated[
        list[str] | None, typer.Option("--task", help="sentiment or stance; both by default.")
    ] = None,
    limit: Annotated[int | None, typer.Option(help="Rows of each set, for a quick look.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Figures as JSON.")] = False,
) -> None:
    """Score the models on the test sets of a data folder, with baselines in the same run."""
    from service.evaluation import report, run
    from service.inference.local import LocalEngine
    from service.settings import Settings

    with friendly():
        engine = LocalEngine.from_settings(Settings())
        with err.status("evaluating") as status:
            rows = asyncio.run(
                run.evaluate(data, task or ["sentiment", "stance"], engine, limit, status.update)
            )
    if as_json:
        typer.echo(report.to_json(rows))
    else:
        out.print(report.table(rows))
