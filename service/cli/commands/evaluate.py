"""`copydesk evaluate`."""

from __future__ import annotations

import asyncio
import shlex
import time
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from service.cli.choices import Profile, evaluated_names, evaluated_tasks
from service.cli.console import effective_settings, err, fail, out
from service.cli.tables import Fitting

if TYPE_CHECKING:
    from service.evaluation.catalogue import TestSet
    from service.evaluation.reporting.figures import Figures

LIMIT = 600  # with the bf16 of a recent CPU, fast and accurate take 20 minutes on 2 cores
_WIDE = 150  # the columns of a terminal that all figures need
_LINE = '{"text": "…", "target": "…", "label": "against"}'
_LINES = {
    "summary": '{"article": "…", "summary": "…"}',
    "reading": '{"text": "…", "attributions": [{"source": [[0, 5]], "content": [[11, 40]]}]}',
    "articles": (
        '{"id": "…", "text": "…", "sentences": [[0, 40]], "sentiment": "neutral", '
        '"sentence_sentiment": ["neutral"], "targets": [{"text": "…", "kind": "entity", '
        '"overall": "favor", "author": "neutral", "voices": "favor", '
        '"passages": [{"sentence": 0, "label": "favor"}]}]}'
    ),
    "verify": '{"article": "…", "summary": "…", "label": "consistent"}',
}  # of tasks with rows of their own
_QUEUE_SECONDS = 36_000.0  # rows may wait as long as necessary, so that none is refused


def evaluate(
    data: Annotated[Path, typer.Option(help="Folder of data sets.", exists=True, file_okay=False)],
    task: Annotated[
        list[str] | None,
        typer.Option("--task", metavar="TASK", help="All by default.", callback=evaluated_tasks),
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
    tasks = task or evaluated_names()
    _check_sets(data, tasks, only or ())
    _check_packages(tasks, plots)
    settings = effective_settings(**_settings(profile or ()))
    engine = LocalEngine.from_settings(settings, needs=MODEL_NEEDS)
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
    named = {"--task": task, "--profile": profile, "--set": only}
    made = conditions(
        [*_as_options(named), f"--limit {limit}"],
        " and ".join(sorted({info.precision for info in engine.models})),
        time.monotonic() - began,
    )
    if as_json:
        typer.echo(tables.to_json(found.figures, made))
    elif as_markdown:
        typer.echo(f"{made.sentence}\n\n{tables.markdown(found.figures)}")
    else:
        _print_table(found.figures)
        out.print(made.sentence)


def _print_table(figures: Sequence[Figures]) -> None:
    """All columns if the terminal is wide enough, otherwise the most important ones."""
    from service.evaluation.reporting import reading, tables

    wide = out.width >= _WIDE
    out.print(tables.table(figures) if wide else Fitting(*tables.brief(figures)))
    for row in reading.measured(figures):
        out.print("", reading.title(row), Fitting(*reading.cells(row)), sep="\n")
    out.print()


def _settings(profiles: Sequence[Profile]) -> dict[str, Any]:
    """The settings of the engine: the named profiles, and a queue that refuses no row."""
    chosen: dict[str, Any] = {"max_queue_seconds": _QUEUE_SECONDS}
    if profiles:
        chosen |= {"profile": profiles[0].value, "profiles": [p.value for p in profiles]}
    return chosen


def _as_options(named: Mapping[str, Sequence[str] | None]) -> list[str]:
    """The options as on the command line, without those that are None."""
    return [
        f"{name} {shlex.quote(value)}" for name, values in named.items() for value in values or ()
    ]


def _check_sets(data: Path, tasks: Sequence[str], only: Sequence[str]) -> None:
    """End the command if there is nothing to score or a named set does not exist."""
    from service.evaluation.catalogue import SETS, Metric

    known = [part for part in SETS if part.task in tasks]
    if not known:
        fail(f"there is no test set of {', '.join(tasks)}")
    _check_names(only, [part.name for part in known])
    if only:
        wanted = [part for part in known if part.name in only]
        if any(part.metric is Metric.PAIRS for part in wanted):
            return  # pairs come with the package
        _check_files(data, wanted)
    else:
        _check_files(data, [part for part in known if part.metric is not Metric.PAIRS])


def _check_files(data: Path, sets: Sequence[TestSet]) -> None:
    """End the command if the data folder has none of the sets' files."""
    files = [part.path for part in sets]
    if not any((data / path).is_file() for path in files):
        tasks = {part.task for part in sets}
        line = _LINES.get(tasks.pop(), _LINE) if len(tasks) == 1 else _LINE
        fail(
            f"{data}: holds none of the {len(set(files))} files of test sets, such as {files[0]}. "
            f"Each line of one is JSON like {line}; docs/evaluation.md describes the sets"
        )


def _check_names(given: Sequence[str], names: Sequence[str]) -> None:
    """End the command if a named set does not exist."""
    unknown = next((name for name in given if name not in names), None)
    if unknown is not None:
        near = get_close_matches(unknown, names, 1)
        hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(names)}"
        fail(f"no set of these tasks is named {unknown!r}; {hint}")


def _check_packages(tasks: Sequence[str], plots: Path | None) -> None:
    """Import all dependencies of the run, so that a missing one fails at its beginning."""
    if plots is not None:
        import_module("matplotlib")
    if "summary" in tasks:
        import_module("rouge_score")
    if set(tasks) - set(_LINES):
        import_module("vaderSentiment")
