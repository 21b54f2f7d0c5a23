"""`copydesk models add`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape
from rich.table import Table

from service.cli.choices import Profile
from service.cli.console import effective_settings, err, fail, out, warn

if TYPE_CHECKING:
    from service.config.settings import Settings
    from service.evaluation.datasets import Row
    from service.model_import.downloads import Source
    from service.model_import.plan import AddOutcome, AddPlan, Watcher
    from service.model_import.sanity import SanityReport
    from service.model_import.snapshot import ModelReference


class ModelTask(StrEnum):
    """The tasks that a model of others can serve."""

    STANCE = "stance"
    SENTIMENT = "sentiment"
    SUMMARY = "summary"
    VERIFY = "verify"


class PairChoice(StrEnum):
    """What a classifier reads: one text, or a text and a target in an order."""

    NONE = "none"
    TEXT_FIRST = "text-first"
    TARGET_FIRST = "target-first"


class PrecisionChoice(StrEnum):
    """The precisions that a manifest may name."""

    AUTO = "auto"
    FP32 = "fp32"
    BF16 = "bf16"
    FP16 = "fp16"


class DeviceChoice(StrEnum):
    """The devices that a manifest may name."""

    AUTO = "auto"
    CPU = "cpu"
    CUDA = "cuda"
    MPS = "mps"


def add(
    model: Annotated[
        str, typer.Argument(help=r"OWNER/NAME\[@REVISION] of a model hub, or a local folder.")
    ],
    task: Annotated[ModelTask, typer.Option(help="What the model is for.")],
    profile: Annotated[
        list[Profile] | None,
        typer.Option(help="A profile that it serves; may be repeated. By default all."),
    ] = None,
    name: Annotated[
        str | None, typer.Option(help="Of its folder; by default the repository's.")
    ] = None,
    labels: Annotated[
        str | None,
        typer.Option(help="What its labels mean: LABEL_0=negative,LABEL_1=positive."),
    ] = None,
    pair: Annotated[PairChoice | None, typer.Option(help="What a classifier reads.")] = None,
    preset: Annotated[
        str | None,
        typer.Option(help="A preset, or a repository that is read in the same way."),
    ] = None,
    max_tokens: Annotated[
        int | None, typer.Option(min=16, max=8192, help="Most tokens of one input.")
    ] = None,
    precision: Annotated[
        PrecisionChoice | None, typer.Option(help="By default that of the service.")
    ] = None,
    device: Annotated[
        DeviceChoice | None, typer.Option(help="By default CUDA where it is found.")
    ] = None,
    rows: Annotated[
        Path | None,
        typer.Option(help="JSONL rows with `text`, `target` and `label`, to fit confidence to."),
    ] = None,
    check: Annotated[
        bool, typer.Option("--check/--no-check", help="Try it on plain texts.")
    ] = True,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would be done, and do nothing.")
    ] = False,
) -> None:
    """Add a model of a hub, or of a local folder, that then serves a task."""
    from service.model_import import snapshot
    from service.model_import.add import Adding
    from service.model_import.draft import ReadingOptions
    from service.model_import.plan import AddOrder
    from service.tasks.registry import MODEL_NEEDS

    settings = effective_settings()
    asked = snapshot.reference(model)
    options = ReadingOptions(
        labels=labels, pair=pair, name=name, profiles=tuple(dict.fromkeys(profile or ())),
        precision=precision, device=device, max_tokens=max_tokens,
    )  # fmt: skip
    order = AddOrder(asked, task, options, preset, tried=check, rows=_rows(rows, task))
    adding = Adding(order, settings, _source(asked, settings), MODEL_NEEDS)
    with err.status("asking what it is"):
        plan = adding.plan()
    _show_plan(plan)
    if dry_run:
        err.print("Nothing was downloaded but its descriptions, and nothing was written.")
        return
    with _watched() as watcher:
        outcome = adding.add(plan, watcher)
    _show_outcome(outcome, settings)


def _rows(path: Path | None, task: str) -> tuple[Row, ...]:
    """The labelled rows of a file, none without one."""
    from service.evaluation.datasets import read_rows

    if path is None:
        return ()
    if task not in ("stance", "sentiment"):
        fail("--rows: probabilities are fitted for stance and sentiment only", code=2)
    return tuple(read_rows(path))


def _source(asked: ModelReference, settings: Settings) -> Source:
    from service.model_import.downloads import LocalSource
    from service.model_import.hub import HubClient

    return LocalSource() if asked.folder is not None else HubClient(settings.hub_url)


@contextmanager
def _watched() -> Iterator[Watcher]:
    """A line on the terminal that says what is being done, with the share of the download."""
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn

    from service.model_import.plan import Watcher

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn())
    there: dict[str, int] = {}
    with Progress(*columns, console=err, transient=True) as progress:
        bar = progress.add_task("", total=None)

        def sizes(found: Mapping[str, int]) -> None:
            progress.update(bar, total=sum(found.values()))

        def arrived(name: str, size: int) -> None:
            there[name] = size
            progress.update(bar, completed=sum(there.values()))

        yield Watcher(lambda step: progress.update(bar, description=step), arrived, sizes)


def _show_plan(plan: AddPlan) -> None:
    from service.model_import.place import in_words

    snapshot, manifest = plan.snapshot, plan.manifest
    about = [
        ("model", snapshot.reference.name),
        ("commit", snapshot.commit or ""),
        ("licence", str(manifest["licence"])),
        ("task", f"{manifest['task']}, as {manifest['architecture']}"),
        ("profiles", ", ".join(manifest["profiles"])),
        ("presets", ", ".join(row.name for row in plan.presets)),
        ("labels", ", ".join(f"{a} = {b}" for a, b in manifest.get("label_map", {}).items())),
        ("input", f"up to {manifest['max_tokens']} tokens"),
        ("files", in_words(plan.download)),
        ("converted", ", ".join(plan.choice.converted)),
        ("folder", str(plan.folder)),
    ]
    table = Table.grid(padding=(0, 1))
    table.add_column(no_wrap=True, style="dim")
    table.add_column(overflow="fold")
    for title, value in about:
        if value:
            table.add_row(title, escape(value))
    out.print(table)


def _show_outcome(outcome: AddOutcome, settings: Settings) -> None:
    from service.model_import.place import target

    plan = outcome.plan
    if outcome.fitted is not None:
        for line in outcome.fitted.lines():
            out.print(line)
    if outcome.report is not None:
        _show_report(outcome.report, plan)
    out.print(f"[green]added[/green] {escape(str(plan.folder))}", soft_wrap=True)
    for model in dict.fromkeys(plan.replaced.values()):
        profiles = ", ".join(p for p, name in plan.replaced.items() if name == model)
        out.print(
            f"It takes the place of {model} for {plan.manifest['task']} in {profiles}, "
            f"which stays and serves again if the folder is removed.",
            soft_wrap=True,
        )
    folder, variable = target(settings)
    out.print(
        f"Restart the service to load it, with {variable}={escape(str(folder))} if that is not "
        "set there too. `copydesk models list` shows it; model.toml in its folder can be changed.",
        soft_wrap=True,
    )


def _show_report(report: SanityReport, plan: AddPlan) -> None:
    for figure in report.figures:
        theirs = "".join(
            f"; {model} {figures[figure.title]:.0%}"
            for model, figures in plan.their_figures.items()
            if figure.title in figures
        )
        out.print(f"{figure.title}: {figure.share:.0%} of {figure.rows}{theirs}", soft_wrap=True)
    for doubt in report.doubts:
        warn(doubt)
