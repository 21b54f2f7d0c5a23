"""`copydesk tune`."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from service.cli.choices import Profile
from service.cli.console import effective_settings, err, fail, out
from service.cli.tables import Fitting

if TYPE_CHECKING:
    from service.tuning.tune import TuningOrder, TuningOutcome

_TASKS = ("stance", "sentiment")


def tune(
    rows: Annotated[Path, typer.Argument(help="JSONL rows with `text`, `target` and `label`.")],
    folder: Annotated[
        Path, typer.Option("--out", help="The new model folder; its last part names the model.")
    ],
    task: Annotated[str, typer.Option(help="`stance` or `sentiment`.")] = "stance",
    profile: Annotated[
        Profile | None, typer.Option(help="Whose model to begin with; by default the default one.")
    ] = None,
    recalibrate: Annotated[
        bool, typer.Option("--recalibrate", help="Keep the weights; fit the confidence alone.")
    ] = False,
    epochs: Annotated[int, typer.Option(min=1, max=50, help="Passes over the rows.")] = 4,
    rank: Annotated[int, typer.Option(min=1, max=128, help="Of the changes that are learnt.")] = 16,
    rate: Annotated[float, typer.Option(min=1e-6, max=0.1, help="Peak learning rate.")] = 2e-4,
    seed: Annotated[int, typer.Option(help="Divides the rows, and orders them.")] = 13,
    as_json: Annotated[bool, typer.Option("--json", help="Figures as JSON.")] = False,
) -> None:
    """Fit a stance or sentiment model to your own labelled rows, on this machine."""
    from service.evaluation.datasets import BadSet
    from service.tuning.split import TooFewRows
    from service.tuning.tune import CannotTune, TuningOrder

    if task not in _TASKS:
        fail(f"--task: {task!r} is none of {', '.join(_TASKS)}", code=2)
    chosen: dict[str, Any] = {}
    if profile is not None:
        chosen = {"profile": profile.value, "profiles": [profile.value]}
    settings = effective_settings(**chosen)
    order = TuningOrder(task, settings.profile, folder, recalibrate, seed)
    try:
        outcome = _run(rows, order, settings, epochs=epochs, rank=rank, rate=rate)
    except (BadSet, TooFewRows, CannotTune) as error:
        fail(str(error))
    if as_json:
        tables = {title: [asdict(row) for row in pair] for title, pair in outcome.tables.items()}
        typer.echo(json.dumps({"folder": str(outcome.folder), "what": outcome.what, **tables}))
        return
    _show(outcome)


def _run(rows: Path, order: TuningOrder, settings: object, **how: float) -> TuningOutcome:
    from rich.progress import Progress

    from service.config.settings import Settings
    from service.evaluation.datasets import read_rows
    from service.inference.tuning.fine_tune import FineTuning
    from service.tuning.tune import tune as run

    assert isinstance(settings, Settings)
    found = read_rows(rows)
    with Progress(console=err, transient=True) as progress:
        bar = progress.add_task("training", total=1.0)
        return run(
            settings,
            found,
            order,
            FineTuning(seed=order.seed, **how),  # type: ignore[arg-type]
            lambda share: progress.update(bar, completed=share),
        )


def _show(outcome: TuningOutcome) -> None:
    names = ("rows", "", "macro-F1", "accuracy", "calibration error", "log loss")
    lines = [
        (
            f"{title} ({row.rows})" if when == "before" else "", when, f"{row.macro_f1:.3f}",
            f"{row.accuracy:.3f}", f"{row.calibration_error:.3f}", f"{row.log_loss:.3f}",
        )
        for title, pair in outcome.tables.items()
        for when, row in zip(("before", "after"), pair, strict=True)
    ]  # fmt: skip
    out.print(Fitting(names, lines))
    out.print(outcome.what)
    out.print(f"COPYDESK_OWN_MODELS_DIR={outcome.folder.parent} serves it.")
