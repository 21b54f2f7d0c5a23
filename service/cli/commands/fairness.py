"""`copydesk fairness`."""

from __future__ import annotations

import asyncio
import json
from typing import Annotated

import typer

from service.cli.console import effective_settings, err, out
from service.cli.tables import Fitting


def fairness(
    as_json: Annotated[bool, typer.Option("--json", help="Figures as JSON.")] = False,
) -> None:
    """Score the same sentences about different people, and report how far the scores differ."""
    from service.evaluation.fairness import probe
    from service.inference.engine import LocalEngine
    from service.tasks.registry import MODEL_NEEDS

    engine = LocalEngine.from_settings(effective_settings(), needs=MODEL_NEEDS)
    with err.status("scoring"):
        found = asyncio.run(probe(["stance", "sentiment"], engine.profiles, engine))
    if as_json:
        typer.echo(json.dumps([row.as_dict() for row in found], indent=2))
        return
    names = ("task", "profile", "attribute", "spread", "lowest", "highest", "labels changed")
    rows = [
        (
            row.task, row.profile, row.attribute, f"{row.spread:.3f}", row.lowest, row.highest,
            f"{row.changed:.0%}",
        )
        for row in found
    ]  # fmt: skip
    out.print(Fitting(names, rows))
