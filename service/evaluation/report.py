"""The figures as one table, or as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence

from rich.table import Table

from service.evaluation.figures import Figures


def table(rows: Sequence[Figures]) -> Table:
    """One line a test set and profile."""
    made = Table(title="Test sets, with 95% bootstrap intervals", title_justify="left")
    for name in ("task", "set", "profile", "trained on", "rows", "metric"):
        made.add_column(name)
    for name in ("value", "interval", "F1 by class", "accuracy", "ECE", "baselines", "tokens/s"):
        made.add_column(name, justify="right", no_wrap=True)
    for row in rows:
        made.add_row(
            row.task,
            row.set,
            row.profile,
            "yes" if row.trained else "no",
            str(row.rows),
            row.metric,
            f"{row.value:.3f}",
            f"{row.interval[0]:.3f}–{row.interval[1]:.3f}",
            " ".join(f"{label[:3]} {f:.2f}" for label, f in (row.f1 or {}).items()),
            _three(row.accuracy),
            _three(row.ece),
            "\n".join(f"{name} {value:.3f}" for name, value in row.baselines.items()),
            f"{row.tokens_per_second:.0f}",
        )
    return made


def to_json(rows: Sequence[Figures]) -> str:
    """A list of objects."""
    return json.dumps([row.as_dict() for row in rows], indent=2)


def markdown(rows: Sequence[Figures]) -> str:
    """A table for a model card or the README."""
    head = "set,profile,trained on,rows,metric,value (95%),F1 by class,ECE,baselines".split(",")
    lines = [f"| {' | '.join(head)} |", "|---" * len(head) + "|"]
    for row in rows:
        f1 = " / ".join(f"{label} {f:.2f}" for label, f in (row.f1 or {}).items())
        rivals = ", ".join(f"{name} {value:.3f}" for name, value in row.baselines.items())
        low, high = row.interval
        value = f"**{row.value:.3f}** ({low:.3f}–{high:.3f})"
        cells = [row.set, row.profile, "yes" if row.trained else "no", str(row.rows), row.metric]
        lines.append("| " + " | ".join([*cells, value, f1, _three(row.ece), rivals]) + " |")
    return "\n".join(lines)


def headline(rows: Sequence[Figures]) -> str:
    """A table of one line a set: every profile's figure beside the best baseline."""
    profiles = list(dict.fromkeys(row.profile for row in rows))
    head = ["task", "set", "trained on", "rows", "metric", *profiles, "best baseline"]
    lines = [f"| {' | '.join(head)} |", "|---" * len(head) + "|"]
    for task, name in dict.fromkeys((row.task, row.set) for row in rows):
        own = {row.profile: row for row in rows if (row.task, row.set) == (task, name)}
        some = next(iter(own.values()))
        values = [f"**{own[p].value:.3f}**" if p in own else "" for p in profiles]
        rival = max(
            (item for row in own.values() for item in row.baselines.items()),
            key=lambda item: item[1],
            default=("none", 0.0),
        )
        cells = [task, name, "yes" if some.trained else "no", str(some.rows), some.metric]
        lines.append("| " + " | ".join([*cells, *values, f"{rival[0]} {rival[1]:.3f}"]) + " |")
    return "\n".join(lines)


def _three(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"
