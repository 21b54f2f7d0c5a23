"""Formats the figures as a table, as JSON, or as Markdown for documents."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.table import Table

from service.evaluation.reporting import reading
from service.evaluation.reporting.figures import Conditions, Figures


def table(rows: Sequence[Figures]) -> Table:
    """One line for each test set and profile; it takes 150 columns."""
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
            learnt(row),
            _count(row),
            row.metric,
            f"{row.value:.3f}",
            f"{row.interval[0]:.3f}–{row.interval[1]:.3f}",
            " ".join(f"{label[:3]} {f:.2f}" for label, f in (row.f1 or {}).items()),
            _three(row.accuracy),
            _ece(row),
            "\n".join(f"{name} {value:.3f}" for name, value in row.baselines.items()),
            f"{row.tokens_per_second:.0f}" if row.tokens_per_second else "",
        )
    return made


def brief(rows: Sequence[Figures]) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Names and cells of the most important columns."""
    names = ("task", "set", "profile", "rows", "metric", "value", "interval", "best baseline")
    cells: list[tuple[str, ...]] = []
    for row in rows:
        interval = f"{row.interval[0]:.3f}–{row.interval[1]:.3f}"
        value, best = f"{row.value:.3f}", _best_baseline([row])
        cells.append(
            (row.task, row.set, row.profile, _count(row), row.metric, value, interval, best)
        )
    return names, cells


def to_json(rows: Sequence[Figures], made: Conditions) -> str:
    """An object of `conditions` and a list of `figures`."""
    found: dict[str, Any] = {
        "conditions": made.as_dict(),
        "figures": [row.as_dict() for row in rows],
    }
    return json.dumps(found, indent=2)


def learnt(row: Figures) -> str:
    """The part of the set that the model was trained or fitted on: train, dev, or none."""
    if row.trained:
        return "yes"
    return "fitted" if row.fitted else "no"


def markdown(rows: Sequence[Figures]) -> str:
    """Tables of classes and of summaries, if there are any, and one for each set of reading."""
    summaries = [row for row in rows if row.rouge is not None]
    read = reading.measured(rows)
    classes = [row for row in rows if row not in summaries and row not in read]
    tables = [lines(*part) for part in (_classes(classes), _summaries(summaries)) if part[1]]
    tables += [f"**{reading.title(row)}**\n\n{lines(*reading.cells(row))}" for row in read]
    return "\n\n".join(tables)


def headline(rows: Sequence[Figures]) -> str:
    """A table with one line for each set: every profile's figure and the best baseline.

    If only some profiles were trained on the set, these are named.
    """
    profiles = list(dict.fromkeys(row.profile for row in rows))
    head = ["task", "set", "trained on", "rows", "metric", *profiles, "best baseline"]
    body = []
    for task, name in dict.fromkeys((row.task, row.set) for row in rows):
        own = {row.profile: row for row in rows if (row.task, row.set) == (task, name)}
        some = next(iter(own.values()))
        cells = [task, name, _trained_on(own), _count(some), some.metric]
        body.append([*cells, *_values(own, profiles), _best_baseline(own.values())])
    return lines(head, body)


def _trained_on(own: Mapping[str, Figures]) -> str:
    """The part of a set that all profiles were trained or fitted on, or which profiles were."""
    known = {learnt(row) for row in own.values()}
    return known.pop() if len(known) == 1 else ", ".join(p for p in own if own[p].trained)


def _values(own: Mapping[str, Figures], profiles: Sequence[str]) -> list[str]:
    """The figure of each profile on a set, empty if it was not scored."""
    some = next(iter(own.values()))
    if some.rouge or some.measures:  # profiles that share a model have the figure of one of them
        return [f"**{own.get(p, some).value:.3f}**" for p in profiles]
    return [f"**{own[p].value:.3f}**" if p in own else "" for p in profiles]


def _best_baseline(rows: Iterable[Figures]) -> str:
    baselines = (item for row in rows for item in row.baselines.items())
    name, value = max(baselines, key=lambda item: item[1], default=("none", 0.0))
    return f"{name} {value:.3f}"


def _classes(rows: Sequence[Figures]) -> tuple[list[str], list[list[str]]]:
    head = "set,profile,trained on,rows,metric,value (95%),F1 by class,ECE,baselines".split(",")
    return head, [
        [
            row.set, row.profile, learnt(row), _count(row), row.metric,
            f"**{row.value:.3f}** ({row.interval[0]:.3f}–{row.interval[1]:.3f})",
            " / ".join(f"{label} {f:.2f}" for label, f in (row.f1 or {}).items()),
            _ece(row),
            ", ".join(f"{name} {value:.3f}" for name, value in row.baselines.items()),
        ]
        for row in rows
    ]  # fmt: skip


def _summaries(rows: Sequence[Figures]) -> tuple[list[str], list[list[str]]]:
    names = list(dict.fromkeys(name for row in rows for name in row.rouge or {}))
    head = ["set", "rows", "ROUGE-2 (95%)", *(f"{name}: ROUGE-1 / 2 / L" for name in names)]
    return head, [
        [
            row.set,
            _count(row),
            f"**{row.value:.3f}** ({row.interval[0]:.3f}–{row.interval[1]:.3f})",
            *(" / ".join(f"{x:.3f}" for x in (row.rouge or {}).get(name, ())) for name in names),
        ]
        for row in rows
    ]


def lines(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    top = [f"| {' | '.join(head)} |", "|---" * len(head) + "|"]
    return "\n".join([*top, *(f"| {' | '.join(row)} |" for row in rows)])


def _count(row: Figures) -> str:
    return f"{row.rows} of {row.of}" if row.of > row.rows else str(row.rows)


def _ece(row: Figures) -> str:
    """The figure of all rows and, if that differs, of the rows whose target was found."""
    if row.unfound < 0.005 or row.ece_found is None:
        return _three(row.ece)
    return f"{_three(row.ece)} (of the {1 - row.unfound:.0%} found {row.ece_found:.3f})"


def _three(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"
