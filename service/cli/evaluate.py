"""`copydesk evaluate`."""

from __future__ import annotations

import asyncio
import shlex
import time
from pathlib import Path
from typing import Annotated, Any

import typer

from service.cli.choices import Profile, Task
from service.cli.console import effective_settings, err, friendly, out

LIMIT = 600  # with the bf16 of a recent CPU, both profiles take 20 minutes on 2 cores
_QUEUE_SECONDS = 36_000.0  # rows wait for one another here; none is ever refused


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
        int,
        typer.Option(
            help="Rows of each set, of articles a third as many: a random sample with a fixed "
            "seed in which every class keeps its share; 0 for all.",
            min=0,
        ),
    ] = LIMIT,
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
    from service.evaluation.figures import conditions
    from service.inference.local import LocalEngine

    began = time.monotonic()
    chosen: dict[str, Any] = {"max_queue_seconds": _QUEUE_SECONDS}
    if profile:
        chosen |= {"profile": profile[0].value, "profiles": [p.value for p in profile]}
    with friendly():
        engine = LocalEngine.from_settings(effective_settings(**chosen))
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
    named = (("--task", task), ("--profile", profile), ("--set", only))
    options = [f"{name} {shlex.quote(value)}" for name, values in named for value in values or ()]
    made = conditions(
        [*options, f"--limit {limit}"],
        " and ".join(sorted({info.precision for info in engine.models})),
        time.monotonic() - began,
    )
    if as_json:
        typer.echo(report.to_json(found.figures, made))
    elif as_markdown:
        typer.echo(f"{made.sentence}\n\n{report.markdown(found.figures)}")
    else:
        out.print(report.table(found.figures))
        out.print(made.sentence)
