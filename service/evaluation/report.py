"""The figures as one table, or as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence

from rich.table import Table

from service.evaluation.run import Figures


def table(rows: Sequence[Figures]) -> Table:
    """One line a test set."""
    made = Table(title="Test sets (macro-F1 with 95% bootstrap interval)", title_justify="left")
    for name in ("task", "set", "trained on", "rows", "macro-F1", "interval", "F1 by class"):
        made.add_column(name, no_wrap=True)
    for name in ("accuracy", "ECE", "majority", "tokens/s"):
        made.add_column(name, justify="right", no_wrap=True)
    for row in rows:
        made.add_row(
            row.task,
            row.name,
            "yes" if row.seen else "no",
            str(row.rows),
            f"{row.macro_f1:.3f}",
            f"{row.low:.3f}–{row.high:.3f}",
            " ".join(f"{f:.2f}" for f in row.f1),
            f"{row.accuracy:.3f}",
            f"{row.calibration_error:.3f}",
            f"{row.majority_macro_f1:.3f}",
            f"{row.tokens_per_second:.0f}",
        )
    return made


def to_json(rows: Sequence[Figures]) -> str:
    """A list of objects."""
    return json.dumps([row.as_dict() for row in rows], indent=2)
