"""`copydesk fairness`."""

from __future__ import annotations

import asyncio
import json
from typing import Annotated

import typer
from rich.table import Table

from service.cli.console import effective_settings, friendly, out


def fairness(
    as_json: Annotated[bool, typer.Option("--json", help="Figures as JSON.")] = False,
) -> None:
    """Score the same sentences about different people, and report how far they lie apart."""
    from service.evaluation.fairness import probe
    from service.inference.local import LocalEngine

    with friendly():
        engine = LocalEngine.from_settings(effective_settings())
        found = asyncio.run(probe(["stance", "sentiment"], engine.profiles, engine))
    if as_json:
        typer.echo(json.dumps([row.as_dict() for row in found], indent=2))
        return
    table = Table("task", "profile", "attribute", "spread", "lowest", "highest", "labels changed")
    for row in found:
        table.add_row(
            row.task, row.profile, row.attribute, f"{row.spread:.3f}", row.lowest, row.highest,
            f"{row.changed:.0%}",
        )  # fmt: skip
    out.print(table)
