"""Reliability diagrams and risk-coverage curves as PNG files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from service.evaluation import metrics
from service.evaluation.run import Report

BINS = 10
COLOURS = {"fast": "tab:blue", "balanced": "tab:green", "accurate": "tab:red"}


def write(report: Report, folder: Path) -> list[Path]:
    """`reliability-<task>.png` and `risk-coverage-<task>.png` of sets with three classes."""
    import matplotlib as mpl

    mpl.use("Agg")
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for task in ("stance", "sentiment"):
        chosen = {
            key: found
            for key, found in report.predictions.items()
            if key[0].task == task and set(found[0].tolist()) == {0, 1, 2}
        }
        if chosen:
            written.append(_grid(chosen, folder / f"reliability-{task}.png", _reliability))
            written.append(_grid(chosen, folder / f"risk-coverage-{task}.png", _risk))
    return written


def _grid(chosen: dict[Any, Any], path: Path, draw: Any) -> Path:
    """One panel a set, one line a profile."""
    from matplotlib import pyplot

    names = list(dict.fromkeys(part.name for part, _ in chosen))
    columns = min(4, len(names))
    rows = -(-len(names) // columns)
    figure, axes = pyplot.subplots(
        rows, columns, figsize=(3.2 * columns, 3.1 * rows), squeeze=False, layout="constrained"
    )
    for axis in axes.ravel()[len(names) :]:
        axis.set_visible(False)
    for (part, profile), (labels, found) in chosen.items():
        decided = metrics.has_verdict(found)
        gold, probabilities = labels[decided], found[decided]
        axis = axes.ravel()[names.index(part.name)]
        draw(axis, gold, probabilities, profile)
        axis.set_title(part.name, fontsize=9)
        axis.legend(fontsize=7)
    figure.savefig(path, dpi=90)
    pyplot.close(figure)
    return path


def _reliability(axis: Any, gold: Any, probabilities: Any, profile: str) -> None:
    confidence = probabilities.max(axis=1)
    right = metrics.likeliest(probabilities) == gold
    place = np.minimum((confidence * BINS).astype(int), BINS - 1)
    used = [b for b in range(BINS) if (place == b).sum() >= 5]
    error = metrics.calibration_error(probabilities, gold)
    axis.plot([0.3, 1], [0.3, 1], color="0.7", linewidth=0.8)
    axis.plot(
        [confidence[place == b].mean() for b in used],
        [right[place == b].mean() for b in used],
        marker="o", markersize=3, color=COLOURS[profile], label=f"{profile}, ECE {error:.3f}",
    )  # fmt: skip
    axis.set_xlabel("confidence", fontsize=8)
    axis.set_ylabel("accuracy", fontsize=8)
    axis.set_xlim(0.3, 1)
    axis.set_ylim(0, 1)


def _risk(axis: Any, gold: Any, probabilities: Any, profile: str) -> None:
    coverage, risk = metrics.risk_coverage(probabilities, gold)
    axis.plot(coverage, risk, color=COLOURS[profile], label=f"{profile}, error {risk[-1]:.2f}")
    axis.set_xlabel("coverage", fontsize=8)
    axis.set_ylabel("error among covered", fontsize=8)
    axis.set_xlim(0, 1)
    axis.set_ylim(0, max(0.6, float(risk[-1]) + 0.1))
