"""All figures of sets of texts, as cells of a table for each set."""

from __future__ import annotations

from collections.abc import Sequence

from service.evaluation.reporting.figures import Figures


def measured(rows: Sequence[Figures]) -> list[Figures]:
    """The rows that have several figures."""
    return [row for row in rows if row.measures]


def title(row: Figures) -> str:
    """A set, how many of its texts were scored, the model, and the metric with its interval."""
    count = f"{row.rows} of {row.of}" if row.of > row.rows else str(row.rows)
    low, high = row.interval
    figure = f"{row.metric} {row.value:.3f} ({low:.3f}–{high:.3f})"
    return f"{row.set}, {count} texts, {row.model}: {figure}"


def cells(row: Figures) -> tuple[list[str], list[list[str]]]:
    """The names of the columns and the cells: a line for ours, each genre and each baseline."""
    measures = row.measures or {}
    columns = list(next(iter(measures.values()), {}))
    return ["found by", *columns], [
        [name, *(_number(figures.get(column)) for column in columns)]
        for name, figures in measures.items()
    ]


def _number(value: float | None) -> str:
    """A count as it is, a share with three places, nothing for what was not measured."""
    if value is None:
        return "–"
    return f"{value:,}" if isinstance(value, int) else f"{value:.3f}"
