"""`copydesk evaluate`."""

from __future__ import annotations

import asyncio
import shlex
import time
from collections.abc import Sequence
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer

from service.cli.choices import Profile, known_tasks, task_names
from service.cli.console import effective_settings, err, fail, out
from service.cli.tables import Fitting

LIMIT = 600  # with the bf16 of a recent CPU, both profiles take 20 minutes on 2 cores
_WIDE = 150  # columns of a terminal in which all figures have room
_LINE = '{"text": "…", "target": "…", "label": "against"}'
_SUMMARY = '{"article": "…", "summary": "…"}'
_QUEUE_SECONDS = 36_000.0  # rows wait for one another here; none is ever refused


def evaluate(
    data: Annotated[Path, typer.Option(help="Folder of data sets.", exists=True, file_okay=False)],
    task: Annotated[
        list[str] | None,
        typer.Option("--task", metavar="TASK", help="All by default.", callback=known_tasks),
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
    from service.evaluation import run
    from service.evaluation.reporting import plots as drawing
    from service.evaluation.reporting import tables
    from service.evaluation.reporting.figures import conditions
    from service.inference.engine import LocalEngine
    from service.tasks.registry import MODEL_NEEDS

    began = time.monotonic()
    chosen: dict[str, Any] = {"max_queue_seconds": _QUEUE_SECONDS}
    if profile:
        chosen |= {"profile": profile[0].value, "profiles": [p.value for p in profile]}
    tasks = task or task_names()
    _check_sets(data, tasks, only or ())
    _check_packages(tasks, plots)
    engine = LocalEngine.from_settings(effective_settings(**chosen), needs=MODEL_NEEDS)
    with err.status("evaluating") as status:
        found = asyncio.run(
            run.evaluate(
                data,
                tasks,
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
        typer.echo(tables.to_json(found.figures, made))
    elif as_markdown:
        typer.echo(f"{made.sentence}\n\n{tables.markdown(found.figures)}")
    else:
        wide = out.width >= _WIDE
        out.print(tables.table(found.figures) if wide else Fitting(*tables.brief(found.figures)))
        out.print(made.sentence)


def _check_sets(data: Path, tasks: Sequence[str], only: Sequence[str]) -> None:
    """End the command where there is nothing to score, or no such set."""
    from service.evaluation.catalogue import SETS, Metric

    names = [part.name for part in SETS if part.task in tasks]
    if strange := [name for name in only if name not in names]:
        near = get_close_matches(strange[0], names, 1)
        hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(names)}"
        fail(f"no set of these tasks is named {strange[0]!r}; {hint}")
    wanted = [part for part in SETS if part.task in tasks and (not only or part.name in only)]
    if any(part.metric is Metric.PAIRS for part in wanted) and only:
        return  # these come with the package
    files = [part.path for part in wanted if part.metric is not Metric.PAIRS]
    if not any((data / path).is_file() for path in files):
        line = _SUMMARY if {part.task for part in wanted} == {"summary"} else _LINE
        fail(
            f"{data}: holds none of the {len(set(files))} files of test sets, such as {files[0]}. "
            f"Each line of one is JSON like {line}; docs/evaluation.md tells of the sets"
        )


def _check_packages(tasks: Sequence[str], plots: Path | None) -> None:
    """Import what the run will need, so that it does not end in its midst for want of it."""
    if plots is not None:
        import_module("matplotlib")
    if "summary" in tasks:
        import_module("rouge_score")
    if set(tasks) - {"summary"}:
        import_module("vaderSentiment")
