"""`copydesk layout`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from service.cli.console import err, out


def layout(
    data: Annotated[Path, typer.Option(help="Folder of data sets.", exists=True, file_okay=False)],
    as_json: Annotated[bool, typer.Option("--json", help="Figures as JSON.")] = False,
) -> None:
    """Score how well captions, menus and notices are recognized beside an article's text."""
    from service.evaluation.layout import evaluate

    found = evaluate(data)
    if not found:
        err.print(
            f"no labelled texts in {data}: a set is a file */news/labelled/dev.jsonl whose lines "
            "have text, sentences (pairs of offsets) and boilerplate (their indices)"
        )
        raise typer.Exit(1)
    if as_json:
        typer.echo(json.dumps([row.as_dict() for row in found], indent=2))
        return
    table = Table("set", "texts", "sentences", "marked", "precision", "recall", "F1 (95%)", "lost")
    for row in found:
        low, high = row.interval
        table.add_row(
            row.set, str(row.texts), str(row.sentences), str(row.marked), f"{row.precision:.3f}",
            f"{row.recall:.3f}", f"{row.f1:.3f} ({low:.3f}–{high:.3f})", f"{row.lost:.2%}",
        )  # fmt: skip
    out.print(table)
